using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;

namespace Weft.Tasks.Tagging;

/// <summary>Adds up what a tagger made of the words of a split. Every worker's hears of all words: see <see cref="Passes.SharedTargets"/>.</summary>
/// <param name="tags">The tags, by their classes.</param>
/// <param name="options">The size of the confusion matrix and of the list of confusions.</param>
internal sealed class TagCollector(IReadOnlyList<string> tags, EvaluationOptions options) : IDisposable
{
    private readonly ConfusionSummary _confusion = new(tags.Count, tag => tags[tag], isWhole: tags.Count <= options.MatrixWords);
    private readonly CalibrationBins _calibration = new();
    private readonly ExactSums _losses = new(tags.Count);
    private readonly List<(long Place, int Target, int Predicted)> _words = [];

    /// <summary>Takes a word.</summary>
    public void Take(ScoredToken word)
    {
        _losses.Add(word.Target, word.Loss);
        _confusion.Take(word);
        _calibration.Take(word);
        _words.Add((word.Place, word.Target, word.Predicted));
    }

    /// <summary>Tells all figures but the loss; to be asked for once.</summary>
    /// <param name="tokens">Where the split's sentences begin.</param>
    /// <param name="frequencies">By which tags are chosen for a matrix that has not all of them.</param>
    public TaggingReport Report(TokenSequence tokens, IReadOnlyList<long> frequencies)
    {
        var counts = new LabelCounts(tags.Count);
        var confusion = _confusion.Report(frequencies, options.MatrixWords, options.ConfusedPairs, counts.Add);
        var spans = SpanTags.Of(tags) is { } marked ? new SpanCounts(marked) : null;
        var sentences = SentencesOf(tokens).Select(sentence => NumbersOf(sentence, spans)).ToList();
        var intervals = Bootstrap.OfGroups(sentences, sum => (double)sum[1] / sum[0], sum => sum[2] + sum[3] > 0 ? 2.0 * sum[4] / (sum[2] + sum[3]) : 0);
        return new TaggingReport
        {
            Split = "",
            Step = 0,
            Weights = default,
            Signature = "",
            Loss = 0,
            Words = _words.Count,
            Sentences = sentences.Count,
            WholeSentences = sentences.Count(sentence => sentence[0] == sentence[1]),
            Correct = counts.Correct.Sum(),
            Accuracy = counts.Accuracy(),
            AccuracyInterval = intervals[0],
            MacroF1 = counts.MacroF1(),
            Spans = spans?.Report() is var (all, kinds) ? new SpanReport(all, intervals[1], kinds) : null,
            Calibration = _calibration.Report(),
            Tags = [.. tags.Select((tag, i) => new TagScores(
                tag, counts.Texts[i], counts.Predicted[i], counts.Correct[i], counts.F1(i), counts.Texts[i] > 0 ? _losses[i] / counts.Texts[i] : null))],
            Confusion = confusion,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _confusion.Dispose();

    // Words, right ones, spans that are there, predicted ones, right ones.
    private static long[] NumbersOf(List<(long Place, int Target, int Predicted)> sentence, SpanCounts? spans)
    {
        var (there, predicted, correct) = spans?.Add([.. sentence.Select(word => word.Target)], [.. sentence.Select(word => word.Predicted)]) ?? default;
        return [sentence.Count, sentence.Count(word => word.Target == word.Predicted), there, predicted, correct];
    }

    // Sentences come by their length, and the pieces of a long one apart.
    private IEnumerable<List<(long Place, int Target, int Predicted)>> SentencesOf(TokenSequence tokens)
    {
        _words.Sort((one, other) => one.Place.CompareTo(other.Place));
        var (document, sentence) = (0L, new List<(long Place, int Target, int Predicted)>());
        foreach (var word in _words)
        {
            if (sentence.Count > 0 && word.Place >= tokens.DocumentStart(document + 1))
            {
                yield return sentence;
                sentence = [];
            }
            while (word.Place >= tokens.DocumentStart(document + 1))
                document++;
            sentence.Add(word);
        }
        if (sentence.Count > 0)
            yield return sentence;
    }
}
