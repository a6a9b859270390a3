using Weft.Evaluation;
using Weft.Text;

namespace Weft.Runs.Events;

/// <summary>A split was measured on the way.</summary>
/// <param name="Step">After which step.</param>
/// <param name="Phase">In which phase.</param>
/// <param name="Split">The split: validation.</param>
/// <param name="Best">Whether no earlier measurement was better.</param>
/// <param name="Raw">With the weights as the last update left them.</param>
/// <param name="Averaged">With their running mean; null where there is none.</param>
public sealed record EvaluationEvent(long Step, string Phase, Split Split, bool Best, EvaluationResult Raw, EvaluationResult? Averaged = null)
    : TrainingEvent(Step, Phase)
{
    /// <summary>The figures of the weights that count.</summary>
    public EvaluationResult Of(WeightsChoice choice) => choice == WeightsChoice.Average ? Averaged ?? Raw : Raw;

    private protected override string Describe() => $"step {Step:N0}: {SplitNames.Of(Split)} {Raw}"
        + (Averaged is null ? "" : $"; averaged weights {Averaged}") + (Best ? "" : " (no better)");
}
