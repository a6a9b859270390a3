using Weft.Data.Batching;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Classification;

/// <summary>The two texts of a pair, each of which is read alone: the first tokens of it, and an end.</summary>
/// <param name="First">The first text.</param>
/// <param name="Second">The second.</param>
/// <param name="IsCut">Whether either has more tokens.</param>
internal sealed record PairSides(long[] First, long[] Second, bool IsCut)
{
    /// <summary>Divides a pair.</summary>
    /// <param name="pair">All of its tokens; the first <paramref name="end"/> divides it.</param>
    /// <param name="end">The end-of-text token.</param>
    /// <param name="context">The most tokens that are seen of a text, its end among them.</param>
    public static PairSides Of(ReadOnlySpan<long> pair, long end, int context)
    {
        var first = pair[..pair.IndexOf(end)];
        var second = pair[(first.Length + 1)..];
        return new PairSides(Seen(first, end, context), Seen(second, end, context), Math.Max(first.Length, second.TrimEnd(end).Length) >= context);
    }

    /// <summary>Fills a batch: the second texts are its rows, the first ones those of its source. Targets are left to the caller.</summary>
    /// <param name="into">Takes them.</param>
    /// <param name="examples">Their numbers.</param>
    /// <param name="rows">The pairs.</param>
    /// <param name="drawn">All pairs whose rows are to be of one width, those of other workers among them.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="setup">How texts become examples.</param>
    /// <param name="dropouts">Take words out of the first and of the second texts; null takes none.</param>
    public static void Fill(
        BatchBuffer into, long[] examples, IReadOnlyList<PairSides> rows, IReadOnlyList<PairSides> drawn, Vocabulary vocabulary, ClassificationSetup setup,
        (WordDropout? First, WordDropout? Second) dropouts = default)
    {
        into.Begin(
            examples, [.. rows.Select(pair => pair.Second.Length)], vocabulary.EndOfTextId, setup.Padding, hasTargetPerToken: false,
            drawn.Count == 0 ? 1 : drawn.Max(pair => pair.Second.Length));
        var source = into.BeginSource([.. rows.Select(pair => pair.First.Length)], drawn.Count == 0 ? 1 : drawn.Max(pair => pair.First.Length));
        foreach (var (row, pair) in rows.Index())
        {
            pair.First.CopyTo(source.IdsOf(row));
            dropouts.First?.Apply(source.IdsOf(row), row);
            pair.Second.CopyTo(into.IdsOf(row));
            dropouts.Second?.Apply(into.IdsOf(row), row);
        }
        LabelledTexts.AddNgrams(source, setup.Ngrams);
        LabelledTexts.AddNgrams(into, setup.Ngrams);
    }

    /// <summary>What is seen of a text.</summary>
    /// <param name="text">All of its tokens, with an end or without.</param>
    /// <param name="end">The end-of-text token.</param>
    /// <param name="context">The most tokens that are seen.</param>
    public static long[] Seen(ReadOnlySpan<long> text, long end, int context) => [.. text.TrimEnd(end) is var own && own.Length < context ? own : own[..(context - 1)], end];
}
