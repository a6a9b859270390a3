using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks.Passes;
using Weft.Text;

namespace Weft.Tasks.Answering;

/// <summary>Measures on the splits of a corpus what a model answers: every question once.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="store">The corpus, prepared with answers.</param>
/// <param name="mayBeNone">Whether the model has learnt questions without an answer.</param>
/// <param name="setup">How questions become examples.</param>
/// <param name="progress">Hears how far a measurement has come, in windows; null needs nobody to hear it.</param>
internal sealed class AnsweringMeter(TransformerModel model, TokenStore store, bool mayBeNone, AnsweringSetup setup, IProgress<WorkProgress>? progress) : ISplitMeter
{
    private readonly Dictionary<Split, AskedTexts> _texts = [];

    /// <summary>What the report of a text of its own is called; null takes the name of the split.</summary>
    public string? Name { get; init; }

    /// <summary>The questions of a split.</summary>
    public AskedTexts TextsOf(Split split)
    {
        if (!_texts.TryGetValue(split, out var texts))
            _texts.Add(split, texts = new AskedTexts(store[split], store.Vocabulary, setup with { WordDropout = 0 }));
        return texts;
    }

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop = default)
    {
        var (loss, answers) = Score(split, stop);
        return AnsweringReport.ResultOf(loss, TextsOf(split).Count, answers, SignatureOf(split));
    }

    /// <inheritdoc/>
    public IEvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop)
    {
        var (loss, answers) = Score(split, stop);
        if (!double.IsFinite(loss))
            throw new InvalidDataException($"The weights of step {step} give a loss of {loss}: training diverged. Name another --checkpoint.");
        return new AnsweringReport
        {
            Split = Name ?? SplitNames.Of(split),
            Step = step,
            Weights = weights,
            Signature = SignatureOf(split),
            Loss = loss,
            Windows = TextsOf(split).Count,
            ContextsCut = TextsOf(split).Cut,
            Answers = answers,
        };
    }

    private (double Loss, IReadOnlyList<MeasuredAnswer> Answers) Score(Split split, CancellationToken stop)
    {
        var texts = TextsOf(split);
        if (texts.Count == 0)
            throw new InvalidDataException($"The {SplitNames.Of(split)} split has no question. Give it some.");
        var (loss, round, all, what) = (new ExactSums(1), new List<SeenWindow>(), new List<SeenWindow>(), $"measuring {SplitNames.Of(split)}");
        try
        {
            new MeasuringPass(model, setup.Workers, setup.Batch).Run(
                texts.Count, (chosen, buffer) => texts.Read(new Samples(0, chosen), buffer), Add, stop,
                done => progress?.Report(new WorkProgress(what, done, texts.Count, "windows")), ends: EndRound);
        }
        finally
        {
            progress?.End(what);
        }
        loss.Merge(setup.Workers);
        var byQuestion = all.GroupBy(window => texts.WindowOf(window.Example).Question).OrderBy(windows => windows.Key);
        return (loss[0] / texts.Count, [.. byQuestion.Select(windows => MeasuredAnswer.Of(
            store[split], windows.Key, store.Vocabulary, setup.Tokenizer, AnswerChoice.Of([.. windows.Select(SpansOf).OrderBy(window => window.From)], mayBeNone)[0]))]);

        void Add(long[] chosen, Batch batch)
        {
            var found = SpanHead.LogProbabilities(model, batch, model.Hidden(batch).flatten(0, 1));
            loss.Add(0, SpanHead.Measure(batch, found).NegativeLogLikelihood);
            foreach (var (example, (none, best)) in chosen.Zip(SpanSearch.Of(batch, found, setup.Evaluation.LongestAnswer)))
            {
                var span = best.Count > 0 ? best[0] : new SpanSearch.Span(-1, -1, double.NegativeInfinity);
                round.Add(new SeenWindow(example, none, span));
            }
        }

        void EndRound()
        {
            all.AddRange(setup.Workers.Gather(round.ToArray()));
            round.Clear();
        }

        (int From, RowSpans Spans) SpansOf(SeenWindow window) =>
            (texts.WindowOf(window.Example).From, new RowSpans(window.None, window.Best.Begin < 0 ? [] : [window.Best]));
    }

    /// <summary>For example <c>answering|bpe:1f0c93ab|vocabulary:4000:1f0c93ab|context:384|answer:30|float32|test:9d1e22c0</c>.</summary>
    private string SignatureOf(Split split) => string.Join('|',
        "answering",
        store.Manifest.TokenizerIdentity,
        $"vocabulary:{store.Vocabulary.Count}:{store.Vocabulary.Hash[..8]}",
        $"context:{setup.Context}",
        $"answer:{setup.Evaluation.LongestAnswer}",
        PerplexitySignature.NameOf(setup.Precision),
        $"{(store.Manifest.IsWhole ? "data" : SplitNames.Of(split))}:{HashOf(store.Manifest[split])[..8]}");

    // Tokens, where documents begin, and which of them are answers.
    private static string HashOf(SplitRecord split) => Hashes.Sha256(string.Join('|',
        new[] { TokenStoreFiles.TokenColumn, TokenStoreFiles.DocumentColumn, TokenStoreFiles.TagColumn }.Select(split.HashOf)));

    /// <summary>What a worker found in a window; workers exchange it.</summary>
    private readonly record struct SeenWindow(long Example, double None, SpanSearch.Span Best);
}
