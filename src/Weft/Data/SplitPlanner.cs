using Weft.Text;

namespace Weft.Data;

/// <summary>
/// Divides whole documents between train, validation and test. Documents are ordered by a hash keyed with the seed; validation takes the
/// first of them up to its part of the characters, test the next, train the rest. So copies of a document are always on the same
/// side, the plan does not depend on the order of the files, and a document that is added moves few others.
/// </summary>
internal static class SplitPlanner
{
    /// <summary>Plans the splits.</summary>
    /// <param name="source">The corpus, for the error.</param>
    /// <param name="documents">Its documents.</param>
    /// <param name="validationRatio">Part of the characters for validation.</param>
    /// <param name="testRatio">Part of the characters for test.</param>
    /// <exception cref="InvalidDataException">There are fewer than three different documents.</exception>
    public static SplitPlan Plan(string source, DocumentTable documents, double validationRatio, double testRatio)
    {
        var hashes = documents.Hashes;
        var first = Next(hashes, after: null);
        var second = first is null ? null : Next(hashes, first);
        if (second is null || Next(hashes, second) is null)
        {
            throw new InvalidDataException(
                $"{source} has fewer than three different documents, too few to divide into train, validation and test.{Environment.NewLine}"
                + "Set data.documents=line, or give it files of its own for train, validation and test.");
        }

        var last = Previous(hashes, before: null)!.Value;
        var lastButOne = Previous(hashes, last)!.Value;
        var lastButTwo = Previous(hashes, lastButOne)!.Value;

        // Each split has at least one document, and leaves at least one to each of those that come after.
        var validationEnd = Math.Clamp(EndOf(documents, validationRatio), first!.Value, lastButTwo);
        var testEnd = Math.Clamp(EndOf(documents, validationRatio + testRatio), Next(hashes, validationEnd)!.Value, lastButOne);

        var splits = new byte[hashes.Length];
        for (var i = 0; i < splits.Length; i++)
            splits[i] = (byte)(hashes[i] <= validationEnd ? Split.Validation : hashes[i] <= testEnd ? Split.Test : Split.Train);
        return new SplitPlan(splits);
    }

    // The largest hash up to which the documents hold at most this part of all characters. Found by bisection: a scan of the table for
    // each of the 64 bits is fast and, unlike sorting, needs no memory.
    private static ulong EndOf(DocumentTable documents, double ratio)
    {
        var limit = (long)(ratio * CharactersUpTo(documents, ulong.MaxValue));
        var end = 0UL;
        for (var bit = 63; bit >= 0; bit--)
        {
            var candidate = end | 1UL << bit;
            if (CharactersUpTo(documents, candidate - 1) <= limit)
                end = candidate;
        }
        return end == 0 ? 0 : end - 1;
    }

    private static long CharactersUpTo(DocumentTable documents, ulong end)
    {
        var hashes = documents.Hashes;
        var lengths = documents.Lengths;
        var sum = 0L;
        for (var i = 0; i < hashes.Length; i++)
            sum += hashes[i] <= end ? lengths[i] : 0;
        return sum;
    }

    private static ulong? Next(ReadOnlySpan<ulong> hashes, ulong? after)
    {
        ulong? next = null;
        foreach (var hash in hashes)
        {
            if ((after is null || hash > after) && (next is null || hash < next))
                next = hash;
        }
        return next;
    }

    private static ulong? Previous(ReadOnlySpan<ulong> hashes, ulong? before)
    {
        ulong? previous = null;
        foreach (var hash in hashes)
        {
            if ((before is null || hash < before) && (previous is null || hash > previous))
                previous = hash;
        }
        return previous;
    }
}
