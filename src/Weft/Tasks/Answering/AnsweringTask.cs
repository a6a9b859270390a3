using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks.Passes;
using Weft.Text;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tasks.Answering;

/// <summary>Learns to find the answer to a question in a context: a Transformer whose tokens see both, and a softmax over the context's tokens for the answer's first and one for its
/// last token (as Devlin et al. 2019, sections 4.2 and 4.3, do it).</summary>
internal sealed class AnsweringTask : ITask
{
    private readonly TransformerModel _model;
    private readonly AnsweringMeter _meter;

    /// <summary>A model that is to learn a corpus.</summary>
    /// <param name="model">The model, with <see cref="SpanHead.Scores"/>; the task owns it.</param>
    /// <param name="store">The corpus, prepared with answers.</param>
    /// <param name="setup">How it becomes examples.</param>
    /// <param name="examples">The corpus's examples, from <see cref="ExamplesOf"/>.</param>
    /// <param name="progress">Hears how far a measurement has come, in questions.</param>
    public AnsweringTask(TransformerModel model, TokenStore store, AnsweringSetup setup, AskedTexts examples, IProgress<WorkProgress>? progress = null)
    {
        (_model, Examples, BlindLoss) = (model, examples, examples.MeanPlaces);
        _meter = new AnsweringMeter(model, store, mayBeNone: NamesIn(store).Contains(NoAnswer), setup, progress);
        Fingerprint = FingerprintOf(model.Options, store.Vocabulary, NamesIn(store));
    }

    /// <summary>What the run's file of names says where there were questions without an answer.</summary>
    public const string NoAnswer = "no answer";

    /// <inheritdoc/>
    public ITrainable Model => _model;

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public IExamples Examples { get; }

    /// <inheritdoc/>
    public Criterion Best => Criterion.HighestF1;

    /// <inheritdoc/>
    public double BlindLoss { get; }

    /// <inheritdoc/>
    public string Unit => "windows";

    /// <summary>The examples of a corpus: before a model is built for it, as a check.</summary>
    /// <exception cref="InvalidDataException">No question has an answer, or the questions do not fill one batch.</exception>
    public static AskedTexts ExamplesOf(TokenStore store, AnsweringSetup setup)
    {
        var examples = new AskedTexts(store[Split.Train], store.Vocabulary, setup);
        if (examples.Unanswerable == examples.Questions.Count)
        {
            throw new InvalidDataException(
                $"No question of the training split has an answer in '{store.Manifest.Options.Answer}': there is nothing to find.{Environment.NewLine}"
                + "Choose the field that holds the answers, --set data.answer=NAME, or give questions that have some.");
        }
        return examples.Count >= setup.Batch ? examples : throw new InvalidDataException(
            $"The training split has {examples.Count:N0} questions with their contexts; one batch takes {setup.Batch}.{Environment.NewLine}Give more questions, or lower training.batch.");
    }

    /// <summary>What the user should know of the questions before they are learnt, in a line, or null.</summary>
    public static string? NoteOf(AskedTexts examples, int context) => examples.Cut == 0 ? null
        : $"{examples.Cut:N0} of {examples.Questions.Count:N0} contexts of the training split are longer than training.context, {context} tokens with the question, and read in windows that overlap: {examples.Count:N0} in all.";

    /// <summary>What a run must know of its text to use the model: whether there may be no answer.</summary>
    public static IReadOnlyList<string> NamesIn(TokenStore store) => store.Manifest[Split.Train].Untagged > 0 ? ["answer", NoAnswer] : ["answer"];

    /// <summary>The fingerprint of a model for a vocabulary.</summary>
    public static string FingerprintOf(ModelOptions options, Vocabulary vocabulary, IReadOnlyList<string> names) =>
        ModelFingerprint.Of(options, $"{vocabulary.Hash}|answers:{LabelTable.HashOf(names)}");

    /// <inheritdoc/>
    public long TargetsIn(Split split) => _meter.TextsOf(split).TargetsInEpoch;

    /// <inheritdoc/>
    public BatchLosses Differentiate(ExampleBatch batch, PassSettings pass, StepClock clock) => RowPass.Differentiate(
        _model, batch, pass, clock,
        (tensors, loss) => ModelGradients.Add(
            _model, tensors, hidden => hidden.flatten(0, 1), states => SpanHead.Differentiate(_model, tensors, states, loss), clock, pass.StageIsDone));

    /// <inheritdoc/>
    public (double Loss, long Targets) Measure(ExampleBatch batch)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var tensors = batch.Buffer.ToBatch(_model.Weights.Values.device);
        var sums = SpanHead.Measure(tensors, SpanHead.LogProbabilities(_model, tensors, _model.Hidden(tensors).flatten(0, 1)));
        return (sums.NegativeLogLikelihood, sums.Targets);
    }

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop) => _meter.Measure(split, stop);

    /// <inheritdoc/>
    public IEvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => _meter.Report(split, step, weights, stop);

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
