using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Text;

namespace Weft.Tasks;

/// <summary>Measures a model on the splits of a corpus, always in the same way.</summary>
internal interface ISplitMeter
{
    /// <summary>Scores every target of a split once, quickly; the model is left in evaluation mode.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    EvaluationResult Measure(Split split, CancellationToken stop = default);

    /// <summary>Measures everything that there is to say of a split.</summary>
    /// <param name="split">Which split.</param>
    /// <param name="step">After how many updates the weights were taken.</param>
    /// <param name="weights">Which weights the model has.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidDataException">A loss is not a finite number.</exception>
    IEvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop);
}
