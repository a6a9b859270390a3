using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runtime.Tensors;
using Weft.Tasks.Classification.Measuring;
using Weft.Text;
using Weft.Workers;

namespace Weft.Tasks.Classification.Several;

/// <summary>Measures on the splits of a corpus which of several labels are told: every text once. A label is told where it is likelier than not.</summary>
internal sealed class SeveralMeter : ILabelMeter
{
    private readonly TransformerModel _model;
    private readonly LabelledSplits _splits;
    private readonly ClassificationSetup _setup;
    private readonly IReadOnlyList<string> _labels;
    private readonly LabelSets _sets;
    private readonly SeveralTargets _targets;

    /// <param name="model">The model; it is left in evaluation mode.</param>
    /// <param name="store">The corpus; its documents have sets of labels.</param>
    /// <param name="labels">The model's labels, by its classes.</param>
    /// <param name="setup">How texts become examples.</param>
    /// <param name="progress">Hears how far a measurement has come, in texts; null needs nobody to hear it.</param>
    /// <exception cref="InvalidDataException">The model does not know all labels.</exception>
    public SeveralMeter(TransformerModel model, TokenStore store, IReadOnlyList<string> labels, ClassificationSetup setup, IProgress<WorkProgress>? progress)
    {
        (_model, _setup, _labels, _sets) = (model, setup, labels, new LabelSets(store.LabelNames, labels));
        _targets = new SeveralTargets(_sets);
        _splits = new LabelledSplits(model, store, LabelKinds.Identity(store), labels, setup, progress);
    }

    /// <summary>What the report of a text of its own is called; null takes the name of the split.</summary>
    public string? Name { get; init; }

    /// <inheritdoc/>
    public Criterion Best => Criterion.HighestMicroF1;

    /// <inheritdoc/>
    public long TextsIn(Split split) => _splits.TextsOf(split).Count;

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop = default) => Report(split, 0, default, stop).ToResult();

    /// <inheritdoc/>
    public IEvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop)
    {
        var texts = _splits.TextsOf(split);
        // For each text how many labels it has, how many were told, and how many of these are right; the same for each label. Each worker knows its own texts.
        var (loss, ofTexts, ofLabels) = (new ExactSums(1), new long[3 * texts.Count], new long[3 * _labels.Count]);
        _splits.EachBatch(split, (chosen, batch, inputs) =>
        {
            loss.Add(0, _targets.Measure(_model.Output, inputs, batch.Targets).NegativeLogLikelihood);
            var sets = TensorMemory.Span<long>(batch.Targets.contiguous());
            var scores = TensorMemory.Span<float>(_model.Output.Logits(inputs).cpu().contiguous());
            foreach (var (row, text) in chosen.Index())
            {
                var there = _sets.ClassesOf(sets[row]);
                for (var label = 0; label < _labels.Count; label++)
                {
                    var (has, told) = (there.Contains(label), scores[row * _labels.Count + label] >= 0);
                    Count(ofTexts, (int)text, has, told);
                    Count(ofLabels, label, has, told);
                }
            }
        }, stop);
        loss.Merge(_setup.Workers);
        _setup.Workers.Sum(ofTexts);
        _setup.Workers.Sum(ofLabels);
        if (!double.IsFinite(loss[0]))
            throw new InvalidDataException($"The weights of step {step} give a loss of {loss[0]}: training diverged. Name another --checkpoint.");
        return new SeveralReport([.. ofTexts.Chunk(3)])
        {
            Split = Name ?? SplitNames.Of(split),
            Step = step,
            Weights = weights,
            Signature = _splits.SignatureOf(split),
            Loss = loss[0] / texts.Count,
            TextsWithoutToken = texts.Empty,
            TextsCut = texts.Cut,
            Labels = [.. _labels.Zip(ofLabels.Chunk(3), (label, counts) => new LabelScores(label, counts[0], counts[1], counts[2], SeveralReport.F1(counts), Loss: null))],
        };
    }

    private static void Count(long[] counts, int place, bool has, bool told)
    {
        counts[3 * place] += has ? 1 : 0;
        counts[3 * place + 1] += told ? 1 : 0;
        counts[3 * place + 2] += has && told ? 1 : 0;
    }
}
