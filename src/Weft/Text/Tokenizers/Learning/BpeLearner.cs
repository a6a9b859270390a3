using Weft.Foundation;
using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers.Learning;

/// <summary>
/// Learns byte-level byte pair encoding (Sennrich et al. 2016, section 3.2; on bytes: Radford et al. 2019, section 2.2): every byte is a token,
/// and again and again the two neighbours within pieces that occur most often become a new one. Of pairs that occur equally often the
/// one with the smaller left id is taken, then that with the smaller right id. A pair that occurs once is not merged, nor is one whose text is a
/// token already. The result depends on the pieces and their counts alone.
/// </summary>
internal static class BpeLearner
{
    /// <summary>Changes when the same text gives other merges.</summary>
    internal const int Version = 1;

    private const int LeastCount = 2;
    private const int MergesPerReport = 64;

    /// <summary>Learns.</summary>
    /// <param name="pieces">The pieces of the training text, from <see cref="BpeSample"/>, and how often each occurs.</param>
    /// <param name="size">The most tokens: <see cref="BpeSize.Smallest"/> (every byte and the end of text) and more. Fewer where no pair is left.</param>
    /// <param name="progress">Hears of the merges.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static BpeModel Learn(
        WordCounts pieces, int size, IProgress<WorkProgress>? progress = null, CancellationToken stop = default)
    {
        var pairs = new PairTable(LeastCount);
        var words = new PieceTokens(pieces, pairs);
        var tokens = ByteSymbols.ByteOf.Select(value => ByteSymbols.Of(value).ToString()).ToList();
        var known = tokens.ToHashSet(StringComparer.Ordinal);
        var merges = new List<BpeMerge>();
        var numbers = new List<int>();
        while (tokens.Count < size - 1 && pairs.TryTake(out var left, out var right, numbers))
        {
            stop.ThrowIfCancellationRequested();
            if (!known.Add(tokens[left] + tokens[right]))
                continue;
            tokens.Add(tokens[left] + tokens[right]);
            merges.Add(new BpeMerge(tokens[left], tokens[right]));
            foreach (var number in numbers)
                words.Merge(number, left, right, tokens.Count - 1);
            pairs.Queue();
            if (merges.Count % MergesPerReport == 0)
                progress?.Report(new WorkProgress("merging bytes", tokens.Count, size, "tokens"));
        }
        return new BpeModel([.. tokens, BpeModel.EndOfText], merges);
    }
}
