using TorchSharp;
using Weft.Data;
using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Text;
using Weft.Training.Options;

namespace Weft.Training;

/// <summary>Measures a run's model on its splits, always in the same way.</summary>
/// <param name="model">The model.</param>
/// <param name="store">The corpus.</param>
/// <param name="options">The run's options.</param>
/// <param name="device">Where the model lives.</param>
/// <param name="progress">Hears how far a measurement has come, in tokens.</param>
public sealed class SplitMeter(
    TransformerLanguageModel model, TokenStore store, RunOptions options, torch.Device device, IProgress<WorkProgress>? progress = null)
{
    private long[]? _trainingCounts;

    private int Context => options.Training.Context;

    private int Stride => options.Evaluation.Stride > 0 ? options.Evaluation.Stride : Context;

    /// <summary>Scores every token of a split once, quickly.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public EvaluationResult Measure(Split split, CancellationToken stop = default) => Watched(split, Stride, report =>
        Evaluator.Evaluate(model, Loader(split, Stride), options.Training.Batch, SignatureOf(split, Stride), report, stop));

    /// <summary>Measures everything that there is to say of a split; with <c>evaluation.stride</c> a second time, with windows that overlap.</summary>
    /// <param name="split">Which split.</param>
    /// <param name="step">After how many updates the weights were taken.</param>
    /// <param name="weights">Which weights the model has.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidDataException">A loss is not a finite number.</exception>
    public EvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop = default)
    {
        var plain = Report(split, step, weights, Context, stop);
        return Stride == Context ? plain : plain with { Sliding = Report(split, step, weights, Stride, stop) };
    }

    private EvaluationReport Report(Split split, long step, WeightsChoice weights, int stride, CancellationToken stop)
    {
        var setup = new ReportSetup
        {
            Split = split,
            Step = step,
            Weights = weights,
            Signature = SignatureOf(split, stride),
            Context = Context,
            Vocabulary = store.Vocabulary,
            TrainingCounts = _trainingCounts ??= TokenFrequencies.Count(store[Split.Train], store.Vocabulary.Count),
            SplitTokens = store[split].Count,
            Words = store.Manifest[split].Words,
            Bytes = store.Manifest[split].Bytes,
            TagNames = store.TagNames,
            MatrixWords = options.Evaluation.MatrixWords,
            ConfusedPairs = options.Evaluation.ConfusedPairs,
        };
        return Watched(split, stride, report => ReportingEvaluator.Evaluate(
            model, Loader(split, stride), options.Training.Batch, setup, store[split].HasTags ? place => TagAt(store[split], place) : null, report, stop));
    }

    private T Watched<T>(Split split, int stride, Func<Action<long>?, T> measure)
    {
        if (progress is null)
            return measure(null);
        var what = $"measuring {split.ToString().ToLowerInvariant()}{(stride == Context ? "" : $", stride {stride}")}";
        var total = store[split].Count;
        Report(0);
        try
        {
            return measure(Report);
        }
        finally
        {
            progress.End(what);
        }

        // Its figures are still to be summed up when the last target is scored.
        void Report(long done) => progress.Report(new WorkProgress(what, Math.Min(done, total - 1), total, "tokens"));
    }

    private static int TagAt(TokenSequence tokens, long place)
    {
        Span<int> tag = stackalloc int[1];
        tokens.CopyTags(place, tag);
        return tag[0];
    }

    private BatchLoader Loader(Split split, int stride) => new(TrainingChunks.Measured(store, split, options, stride), device);

    private string SignatureOf(Split split, int stride) => PerplexitySignature.Of(store, split, Context, stride, options.Training.Batching);
}
