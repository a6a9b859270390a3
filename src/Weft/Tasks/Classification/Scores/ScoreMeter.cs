using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runtime.Tensors;
using Weft.Tasks.Classification.Measuring;
using Weft.Text;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification.Scores;

/// <summary>Measures on the splits of a corpus how near the numbers come that a model tells: every text once.</summary>
internal sealed class ScoreMeter : ILabelMeter
{
    private readonly TransformerModel _model;
    private readonly LabelledSplits _splits;
    private readonly ClassificationSetup _setup;
    private readonly ScoreBins _bins;
    private readonly double[] _scores;
    private readonly ScoreTargets _targets;

    /// <param name="model">The model; it is left in evaluation mode.</param>
    /// <param name="store">The corpus; its documents have scores.</param>
    /// <param name="classes">The names of the model's classes.</param>
    /// <param name="setup">How texts become examples.</param>
    /// <param name="progress">Hears how far a measurement has come, in texts; null needs nobody to hear it.</param>
    public ScoreMeter(TransformerModel model, TokenStore store, IReadOnlyList<string> classes, ClassificationSetup setup, IProgress<WorkProgress>? progress)
    {
        (_model, _setup, _bins, _scores) = (model, setup, ScoreBins.Of(classes), ScoreBins.ValuesOf(store.LabelNames));
        _targets = new ScoreTargets(_bins, _scores);
        _splits = new LabelledSplits(model, store, LabelKinds.Identity(store), classes, setup, progress);
    }

    /// <summary>What the report of a text of its own is called; null takes the name of the split.</summary>
    public string? Name { get; init; }

    /// <inheritdoc/>
    public Criterion Best => Criterion.HighestCorrelation;

    /// <inheritdoc/>
    public long TextsIn(Split split) => _splits.TextsOf(split).Count;

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop = default) => Report(split, 0, default, stop).ToResult();

    /// <inheritdoc/>
    public IEvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop)
    {
        var texts = _splits.TextsOf(split);
        // Each worker knows its own texts, and zeros of the others'.
        var (loss, right, told) = (new ExactSums(1), new double[texts.Count], new double[texts.Count]);
        _splits.EachBatch(split, (chosen, batch, inputs) =>
        {
            loss.Add(0, _targets.Measure(_model.Output, inputs, batch.Targets).NegativeLogLikelihood);
            var numbers = TensorMemory.Span<long>(batch.Targets.contiguous());
            var probabilities = TensorMemory.Span<double>(_model.Output.Logits(inputs).to(ScalarType.Float64).softmax(-1).cpu().contiguous());
            foreach (var (row, text) in chosen.Index())
            {
                right[text] = _scores[numbers[row]];
                told[text] = _bins.ScoreOf(probabilities.Slice(row * _bins.Count, _bins.Count));
            }
        }, stop);
        loss.Merge(_setup.Workers);
        _setup.Workers.Sum(right);
        _setup.Workers.Sum(told);
        if (!double.IsFinite(loss[0]))
            throw new InvalidDataException($"The weights of step {step} give a loss of {loss[0]}: training diverged. Name another --checkpoint.");
        return new ScoreReport(right, told)
        {
            Split = Name ?? SplitNames.Of(split),
            Step = step,
            Weights = weights,
            Signature = _splits.SignatureOf(split),
            Loss = loss[0] / texts.Count,
            TextsWithoutToken = texts.Empty,
            TextsCut = texts.Cut,
        };
    }
}
