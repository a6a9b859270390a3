using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Sampling.Thinning;
using Weft.Tasks.Passes;
using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.LanguageModelling;

/// <summary>Learns to predict the next token of a text.</summary>
internal sealed class LanguageModellingTask : ITask
{
    private readonly TransformerLanguageModel _model;
    private readonly TokenThinning? _thinning;
    private readonly SplitMeter? _meter;

    /// <summary>A model that is to learn a corpus.</summary>
    /// <param name="model">The model; the task owns it.</param>
    /// <param name="store">The corpus.</param>
    /// <param name="setup">How it becomes examples.</param>
    /// <param name="progress">Hears how far a measurement has come, in tokens.</param>
    /// <param name="examples">The corpus's examples, from <see cref="ExamplesOf"/>; null makes them.</param>
    /// <exception cref="InvalidDataException">The training split does not fill one batch.</exception>
    public LanguageModellingTask(
        TransformerLanguageModel model, TokenStore store, LanguageModellingSetup setup, IProgress<WorkProgress>? progress = null, IExamples? examples = null)
        : this(model, examples ?? ExamplesOf(store, setup), store.Vocabulary, setup)
    {
        _meter = new SplitMeter(model, store, setup, progress);
    }

    /// <summary>A model that learns examples and has no splits to be measured on.</summary>
    internal LanguageModellingTask(TransformerLanguageModel model, IExamples examples, Vocabulary vocabulary, LanguageModellingSetup setup)
    {
        (_model, Examples, BlindLoss, Fingerprint) = (model, examples, Math.Log(vocabulary.Count), FingerprintOf(model.Options, vocabulary));
        _thinning = setup.Thinning.Keep < 1 ? new TokenThinning(setup.Thinning, vocabulary.Count, setup.Seed) : null;
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

    /// <inheritdoc/>
    public string Unit => "tokens";

    /// <inheritdoc/>
    public IReadOnlyList<ICheckpointed> Memories => _thinning is null ? [] : [_thinning];

    private SplitMeter Meter => _meter ?? throw new InvalidOperationException("This task has no splits to measure.");

    /// <summary>The examples of a corpus: before a model is built for it, as a check.</summary>
    /// <exception cref="InvalidDataException">The training split does not fill one batch.</exception>
    public static IExamples ExamplesOf(TokenStore store, LanguageModellingSetup setup) => TokenExamples.Of(store, setup);

    /// <summary>The fingerprint of a model for a vocabulary.</summary>
    public static string FingerprintOf(ModelOptions options, Vocabulary vocabulary) => ModelFingerprint.Of(options, vocabulary.Hash);

    /// <inheritdoc/>
    public long TargetsIn(Split split) => Meter.TokensIn(split);

    /// <inheritdoc/>
    public BatchLosses Differentiate(ExampleBatch batch, PassSettings pass, StepClock clock) => TokenPass.Differentiate(_model, batch, pass, pass.IsOfUpdate ? _thinning : null, clock);

    /// <inheritdoc/>
    public (double Loss, long Targets) Measure(ExampleBatch batch) => TokenPass.Measure(_model, batch);

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop) => Meter.Measure(split, stop);

    /// <inheritdoc/>
    public IEvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => Meter.Report(split, step, weights, stop: stop);

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
