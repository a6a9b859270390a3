using System.Collections.Concurrent;
using Weft.Data.Auditing.Words;
using Weft.Foundation.Counting;

namespace Weft.Data.Auditing.Copies;

/// <summary>A document that is nearly another one.</summary>
/// <param name="Document">Its number.</param>
/// <param name="First">The number of the other, which stands before it.</param>
/// <param name="Similarity">The Jaccard index of their runs of five words.</param>
internal readonly record struct NearCopy(int Document, int First, double Similarity);

/// <summary>Documents that are nearly the same: candidates by MinHash and bands, each of them verified by the Jaccard index itself.</summary>
/// <param name="text">The corpus.</param>
/// <param name="threshold">The least Jaccard index.</param>
/// <param name="stop">Ends it.</param>
internal sealed class NearCopies(AuditedText text, double threshold, CancellationToken stop)
{
    // Shorter documents share runs by chance, or have too few of them for any index between 0 and 1.
    private const int FewestWords = 10;

    // Of documents that all share a band each is compared with so many others at most.
    private const int MostCompared = 32;

    // Documents are signed a block at a time, so that threads have enough to do and memory stays bounded.
    private const int Block = 1 << 16;
    private const int MostInMemory = 1 << 22;

    /// <summary>Finds them, and joins each with what it is a copy of.</summary>
    /// <param name="groups">The exact copies; near ones are joined to them.</param>
    public List<NearCopy> Find(CopyGroups groups)
    {
        var bands = Bands.For(threshold);
        using var sorted = new KeyedSort<int>(MostInMemory, text.Folder);
        Sign(groups, bands, sorted);
        var found = new List<NearCopy>();
        foreach (var candidates in SharedKeys.Of(sorted))
        {
            stop.ThrowIfCancellationRequested();
            Verify(candidates, groups, found);
        }
        return found;
    }

    private void Sign(CopyGroups groups, Bands bands, KeyedSort<int> sorted)
    {
        var keys = new ulong[Block * bands.Count];
        for (var from = 0; from < text.Documents.Length; from += Block)
        {
            var to = Math.Min(from + Block, text.Documents.Length);
            var begin = from;
            Parallel.ForEach(Partitioner.Create(from, to), new ParallelOptions { CancellationToken = stop }, range =>
            {
                var signature = new uint[MinHash.Values];
                var hashes = Array.Empty<ulong>();
                for (var number = range.Item1; number < range.Item2; number++)
                {
                    if (!IsLookedAt(number, groups))
                        continue;
                    var words = text.WordsOf(text.Documents[number]);
                    if (hashes.Length < words.Length)
                        hashes = new ulong[2 * words.Length];
                    MinHash.Sign(hashes.AsSpan(0, RollingHash.All(words, Shingles.Length, hashes)), signature);
                    for (var band = 0; band < bands.Count; band++)
                        keys[(number - begin) * bands.Count + band] = bands.HashOf(signature, band);
                }
            });
            for (var number = from; number < to; number++)
            {
                for (var band = 0; band < bands.Count && IsLookedAt(number, groups); band++)
                    sorted.Add(keys[(number - from) * bands.Count + band], number);
            }
        }
    }

    // Copies are like what they are copies of.
    private bool IsLookedAt(int number, CopyGroups exact) => text.Documents[number].Words >= FewestWords && exact.FirstOf(number) == number;

    private void Verify(List<int> candidates, CopyGroups groups, List<NearCopy> found)
    {
        var sets = new Dictionary<int, ulong[]>();
        for (var i = 1; i < candidates.Count; i++)
        {
            for (var j = 0; j < Math.Min(i, MostCompared); j++)
            {
                var (document, first) = (candidates[i], candidates[j]);
                if (groups.FirstOf(document) == groups.FirstOf(first))
                    break;
                // The smaller set is at most all of what both have.
                var (one, other) = (text.Documents[document].Words, text.Documents[first].Words);
                if (2 * Math.Min(one, other) < threshold * Math.Max(one, other))
                    continue;
                var similarity = Shingles.Jaccard(SetOf(document), SetOf(first));
                if (similarity < threshold)
                    continue;
                groups.Join(document, first);
                found.Add(new NearCopy(document, first, similarity));
                break;
            }
        }

        ulong[] SetOf(int document) => sets.TryGetValue(document, out var set) ? set : sets[document] = Shingles.Of(text.WordsOf(text.Documents[document]));
    }
}
