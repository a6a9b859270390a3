using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks.Passes;
using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Translation;

/// <summary>Learns to write a text from what an encoder reads: a decoder that looks at it tells each token from the right ones before it (Vaswani et al. 2017).</summary>
/// <param name="model">The model; the task owns it.</param>
/// <param name="vocabulary">The tokens that are written.</param>
/// <param name="examples">What it learns from.</param>
/// <param name="meter">Measures it.</param>
/// <param name="fingerprint">Tells the model apart from others.</param>
internal abstract class WritingTask(EncoderDecoderModel model, Vocabulary vocabulary, IExamples examples, ISplitMeter meter, string fingerprint) : ITask
{
    /// <inheritdoc/>
    public ITrainable Model => model;

    /// <inheritdoc/>
    public string Fingerprint => fingerprint;

    /// <inheritdoc/>
    public IExamples Examples => examples;

    /// <inheritdoc/>
    public Criterion Best => Criterion.LowestLoss;

    /// <inheritdoc/>
    public double BlindLoss { get; } = Math.Log(vocabulary.Count);

    /// <inheritdoc/>
    public string Unit => "tokens";

    /// <inheritdoc/>
    public abstract long TargetsIn(Split split);

    /// <inheritdoc/>
    public BatchLosses Differentiate(ExampleBatch batch, PassSettings pass, StepClock clock) =>
        // What is written is read as a whole: it is never cut further.
        TokenPass.Differentiate(model, batch, pass with { Length = null }, thinning: null, clock);

    /// <inheritdoc/>
    public (double Loss, long Targets) Measure(ExampleBatch batch) => TokenPass.Measure(model, batch);

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop) => meter.Measure(split, stop);

    /// <inheritdoc/>
    public IEvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => meter.Report(split, step, weights, stop);

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
