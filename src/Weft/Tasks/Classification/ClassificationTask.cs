using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks.Classification.Measuring;
using Weft.Tasks.Passes;
using Weft.Text;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification;

/// <summary>Learns to tell the label of a text: a Transformer whose tokens see the whole text, and a softmax over the labels on one state made of all,
/// with n-grams beside it where the model has them.</summary>
internal sealed class ClassificationTask : ITask
{
    private readonly TransformerModel _model;
    private readonly ILabelTargets _targets;
    private readonly ILabelMeter _meter;

    /// <summary>A model that is to learn a corpus.</summary>
    /// <param name="model">The model, with the classes of <see cref="LabelKinds.ClassesOf"/>; the task owns it.</param>
    /// <param name="store">The corpus; its documents have labels.</param>
    /// <param name="setup">How it becomes examples.</param>
    /// <param name="progress">Hears how far a measurement has come, in texts.</param>
    /// <param name="examples">The corpus's examples, from <see cref="ExamplesOf"/>; null makes them.</param>
    /// <exception cref="InvalidDataException">The corpus cannot be learnt from: see <see cref="ExamplesOf"/>.</exception>
    public ClassificationTask(
        TransformerModel model, TokenStore store, ClassificationSetup setup, IProgress<WorkProgress>? progress = null, IExamples? examples = null)
    {
        var classes = LabelKinds.ClassesOf(store);
        (_model, Examples, _targets) = (model, examples ?? ExamplesOf(store, setup), LabelKinds.TargetsOf(store, classes, setup.Labels));
        _meter = LabelKinds.MeterOf(model, store, classes, setup, progress);
        // Each of several labels is guessed by itself.
        BlindLoss = setup.Labels == LabelKind.Several ? classes.Count * Math.Log(2) : Math.Log(classes.Count);
        Fingerprint = FingerprintOf(model.Options, store.Vocabulary, classes, setup.IsApart);
    }

    /// <inheritdoc/>
    public ITrainable Model => _model;

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public IExamples Examples { get; }

    /// <inheritdoc/>
    public Criterion Best => _meter.Best;

    /// <inheritdoc/>
    public double BlindLoss { get; }

    /// <inheritdoc/>
    public string Unit => "texts";

    /// <summary>The examples of a corpus: before a model is built for it, as a check.</summary>
    /// <exception cref="InvalidDataException">There are no labels, the texts have one label alone, or they do not fill one batch.</exception>
    public static IExamples ExamplesOf(TokenStore store, ClassificationSetup setup)
    {
        var label = store.Manifest.Options.Label;
        if (LabelKinds.ClassesOf(store).Count < (setup.Labels == LabelKind.Several ? 1 : 2))
        {
            throw new InvalidDataException(
                $"All texts have the label '{store.LabelNames.SingleOrDefault()}' in '{label}': there is nothing to tell apart.{Environment.NewLine}"
                + "Choose the field that holds the labels, --set data.label=NAME, or give texts of other labels too.");
        }
        var texts = LabelKinds.ExamplesOf(store, setup);
        if (texts.Count < setup.Batch)
        {
            throw new InvalidDataException(
                $"The training split has {texts.Count:N0} texts; one batch takes {setup.Batch}.{Environment.NewLine}Give more text, or lower training.batch.");
        }
        return texts;
    }

    /// <summary>The fingerprint of a model for a vocabulary and labels.</summary>
    public static string FingerprintOf(ModelOptions options, Vocabulary vocabulary, IReadOnlyList<string> labels, bool isApart) =>
        ModelFingerprint.Of(options, $"{vocabulary.Hash}|labels:{LabelTable.HashOf(labels)}{(isApart ? "|apart" : "")}");

    /// <inheritdoc/>
    public long TargetsIn(Split split) => _meter.TextsIn(split);

    /// <inheritdoc/>
    public BatchLosses Differentiate(ExampleBatch batch, PassSettings pass, StepClock clock) =>
        RowPass.Differentiate(_model, batch, pass, clock, (tensors, loss) => TextStates.Differentiate(_model, tensors, _targets, loss, clock, pass.StageIsDone));

    /// <inheritdoc/>
    public (double Loss, long Targets) Measure(ExampleBatch batch)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var tensors = batch.Buffer.ToBatch(Device);
        var sums = _targets.Measure(_model.Output, TextStates.Of(_model, tensors), tensors.Targets);
        return (sums.NegativeLogLikelihood, sums.Targets);
    }

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop) => _meter.Measure(split, stop);

    /// <inheritdoc/>
    public IEvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => _meter.Report(split, step, weights, stop);

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private Device Device => _model.Weights.Values.device;
}
