using Weft.Evaluation;

namespace Weft.Runs;

/// <summary>A measurement of the weights and, where they are kept, of their running mean.</summary>
/// <param name="Raw">With the weights as the last update left them.</param>
/// <param name="Averaged">With their running mean; null where there is none.</param>
internal sealed record WeightsEvaluation(EvaluationResult Raw, EvaluationResult? Averaged = null)
{
    /// <summary>The measurement of the weights that count.</summary>
    public EvaluationResult Of(WeightsChoice choice) => choice == WeightsChoice.Average ? Averaged ?? Raw : Raw;
}
