using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Text;

namespace Weft.Tasks.LanguageModelling;

/// <summary>Measures a run's model on its splits, always in the same way.</summary>
/// <param name="model">The model.</param>
/// <param name="store">The corpus.</param>
/// <param name="setup">How it is measured.</param>
/// <param name="progress">Hears how far a measurement has come, in tokens.</param>
internal sealed class SplitMeter(
    TransformerLanguageModel model, TokenStore store, LanguageModellingSetup setup, IProgress<WorkProgress>? progress = null) : ISplitMeter
{
    private long[]? _trainingCounts;

    /// <summary>What reports call a text that is measured as a whole; null, and for the splits of a run's own text, the split's name.</summary>
    public string? Name { get; init; }

    private int Context => setup.Context;

    private int Stride => setup.Stride;

    /// <summary>How many targets a split has.</summary>
    public long TokensIn(Split split) => store[split].Count;

    /// <summary>Scores every token of a split once, quickly: metrics of a program's own take more time.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public EvaluationResult Measure(Split split, CancellationToken stop = default) => Watched(split, Stride, report =>
    {
        var own = new OwnFigures(setup.Metrics);
        return Evaluator(split, Stride).Measure(
            SignatureOf(split, Stride), store[split].Count, store.Manifest[split].Bytes, report, setup.Metrics.Count > 0 ? own.Take : null, TagOf(split), stop).With(own.Report());
    });

    /// <summary>Measures everything that there is to say of a split; with <c>evaluation.stride</c> a second time, with windows that overlap.</summary>
    /// <param name="split">Which split.</param>
    /// <param name="step">After how many updates the weights were taken.</param>
    /// <param name="weights">Which weights the model has.</param>
    /// <param name="each">Hears of every target; of windows that overlap, where there are any.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidDataException">A loss is not a finite number.</exception>
    public EvaluationReport Report(
        Split split, long step, WeightsChoice weights, Action<ScoredToken>? each = null, CancellationToken stop = default)
    {
        var slides = Stride != Context;
        var plain = Report(split, step, weights, Context, slides ? null : each, stop);
        return slides ? plain with { Sliding = Report(split, step, weights, Stride, each, stop) } : plain;
    }

    IEvaluationReport ISplitMeter.Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => Report(split, step, weights, stop: stop);

    private EvaluationReport Report(Split split, long step, WeightsChoice weights, int stride, Action<ScoredToken>? each, CancellationToken stop)
    {
        var told = new ReportSetup
        {
            Split = split,
            Name = Name,
            Step = step,
            Weights = weights,
            Signature = SignatureOf(split, stride),
            Context = Context,
            Vocabulary = store.Vocabulary,
            // A text of its own comes without the one that the model was trained on.
            TrainingCounts = store.Manifest.IsWhole ? null : _trainingCounts ??= TokenFrequencies.Count(store[Split.Train], store.Vocabulary.Count),
            SplitTokens = store[split].Count,
            Words = store.Manifest[split].Words,
            Bytes = store.Manifest[split].Bytes,
            Unknown = store.Vocabulary.UnknownId is null ? null : store.Manifest[split].Unknown,
            TagNames = store.TagNames,
            MatrixWords = setup.Evaluation.MatrixWords,
            ConfusedPairs = setup.Evaluation.ConfusedPairs,
        };
        var own = new OwnFigures(setup.Metrics);
        return Watched(split, stride, report => Evaluator(split, stride).Report(told, TagOf(split), setup.Metrics.Count > 0 ? own.Take + each : each, report, stop)) with { Own = own.Report() };
    }

    private Func<long, int>? TagOf(Split split) => store[split].HasTags ? new TagReader(store[split]).At : null;

    private T Watched<T>(Split split, int stride, Func<Action<long>?, T> measure)
    {
        if (progress is null)
            return measure(null);
        var what = $"measuring {Name ?? SplitNames.Of(split)}{(stride == Context ? "" : $", stride {stride}")}";
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
        void Report(long done) => progress.Report(new WorkProgress(what, Math.Min(done * setup.Workers.Count, total - 1), total, "tokens"));
    }

    private TokenEvaluator Evaluator(Split split, int stride) => new(model, TokenChunks.Measured(store, split, setup, stride), setup.Batch) { Workers = setup.Workers };

    private string SignatureOf(Split split, int stride) => PerplexitySignature.Of(store, split, Context, stride, setup.Batching, setup.Precision);

    /// <summary>The tags of places that mostly follow each other, read many at once.</summary>
    private sealed class TagReader(TokenSequence tokens)
    {
        private readonly int[] _tags = new int[1 << 12];
        private long _start = -(1 << 12);

        public int At(long place)
        {
            if (place < _start || place >= _start + _tags.Length)
            {
                _start = place;
                tokens.CopyTags(place, _tags.AsSpan(0, (int)Math.Min(_tags.Length, tokens.Count - place)));
            }
            return _tags[place - _start];
        }
    }
}
