using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Sampling;
using Weft.Tasks.Passes;
using Weft.Text;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tasks.Own;

/// <summary>Learns what a task of a program's own asks: a Transformer, and a softmax over the task's classes on the state of every token.</summary>
internal sealed class OwnTask : ITask
{
    private readonly TransformerModel _model;
    private readonly OwnTaskMeter _meter;

    /// <param name="model">The model, with the task's classes; it is owned.</param>
    /// <param name="store">The corpus.</param>
    /// <param name="setup">The task, and how the corpus becomes its examples.</param>
    /// <param name="examples">The corpus's, from <see cref="ExamplesOf"/>.</param>
    /// <param name="progress">Hears how far a measurement has come.</param>
    public OwnTask(TransformerModel model, TokenStore store, OwnTaskSetup setup, IExamples examples, IProgress<WorkProgress>? progress = null)
    {
        (_model, Examples, BlindLoss) = (model, examples, Math.Log(setup.Task.Classes.Count));
        _meter = new OwnTaskMeter(model, store, setup, progress);
        Fingerprint = FingerprintOf(model.Options, store.Vocabulary, setup.Task.Description);
    }

    /// <inheritdoc/>
    public ITrainable Model => _model;

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public IExamples Examples { get; }

    /// <inheritdoc/>
    public Criterion Best => Criterion.LowestLoss;

    /// <inheritdoc/>
    public double BlindLoss { get; }

    /// <summary>A model with a head for the task; seed TorchSharp's generator first to make its weights repeatable.</summary>
    public static TransformerModel ModelOf(ModelOptions options, int vocabulary, CheckedTask task, Runtime.Precision precision, Device device) =>
        new(options, vocabulary, task.Classes.Count, task.IsCausal ? AttentionKind.Causal : AttentionKind.Full, precision, device);

    /// <summary>The examples of a corpus: before a model is built for it, as a check.</summary>
    /// <exception cref="InvalidDataException">They do not fill one batch.</exception>
    /// <exception cref="InvalidOperationException">The task gave what cannot be learnt; names the document.</exception>
    public static OwnExamples ExamplesOf(TokenStore store, OwnTaskSetup setup)
    {
        var examples = new OwnExamples(store[Split.Train], Split.Train, store.Vocabulary, setup);
        return examples.Count >= setup.Batch ? examples : throw new InvalidDataException(
            $"The task has targets in {examples.Count:N0} documents, or pieces of documents, of the training split; one batch takes {setup.Batch}.{Environment.NewLine}"
            + "Give more text, lower training.batch, or lower training.context, so that long documents make more pieces.");
    }

    /// <summary>The fingerprint of a model for a vocabulary and a task, by the task's <see cref="CheckedTask.Description"/>.</summary>
    public static string FingerprintOf(ModelOptions options, Vocabulary vocabulary, string task) => ModelFingerprint.Of(options, $"{vocabulary.Hash}|task:{task}");

    /// <inheritdoc/>
    public long TargetsIn(Split split) => _meter.ExamplesOf(split).TargetsInEpoch;

    /// <inheritdoc/>
    public BatchLosses Differentiate(ExampleBatch batch, PassSettings pass, StepClock clock) =>
        // What the task made of a piece is read as a whole: it is never cut.
        TokenPass.Differentiate(_model, batch, pass with { Length = null }, thinning: null, clock);

    /// <inheritdoc/>
    public (double Loss, long Targets) Measure(ExampleBatch batch) => TokenPass.Measure(_model, batch);

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop) => _meter.Measure(split, stop);

    /// <inheritdoc/>
    public IEvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => _meter.Report(split, step, weights, stop);

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
