namespace Weft.Data.Store;

/// <summary>How often each token of the vocabulary stands in a split.</summary>
internal static class TokenFrequencies
{
    private const int BlockLength = 1 << 16;

    /// <summary>Counts a split, block by block.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="vocabulary">Number of tokens in the vocabulary.</param>
    public static long[] Count(TokenSequence tokens, int vocabulary)
    {
        var counts = new long[vocabulary];
        var block = new long[BlockLength];
        for (long start = 0; start < tokens.Count; start += BlockLength)
        {
            var length = (int)Math.Min(BlockLength, tokens.Count - start);
            tokens.CopyTo(start, block.AsSpan(0, length));
            foreach (var id in block.AsSpan(0, length))
                counts[id]++;
        }
        return counts;
    }
}
