using System.Collections.Concurrent;
using Weft.Data.Auditing.Words;
using Weft.Text;

namespace Weft.Data.Auditing.Copies;

/// <summary>
/// Runs of words of the held-out splits that occur in training, as studies of contamination count them: of 8 words (PaLM, Chowdhery et al. 2022), of 13 (GPT-3, Brown et al.
/// 2020) and of 50 (Lee et al. 2022, "Deduplicating training data makes language models better").
/// </summary>
/// <param name="text">The corpus.</param>
/// <param name="stop">Ends it.</param>
internal sealed class HeldOutOverlap(AuditedText text, CancellationToken stop)
{
    /// <summary>The lengths that are looked for.</summary>
    public static readonly int[] Lengths = [8, 13, 50];

    /// <summary>Of longer held-out text no more words are looked at.</summary>
    public const long MostWords = 1 << 23;

    /// <summary>Marks the words of both sides that lie in runs which both have.</summary>
    /// <param name="length">How many words a run has.</param>
    /// <param name="marks">Takes them.</param>
    /// <returns>For held-out words that begin such a run, a place in training where it occurs: one for each document.</returns>
    public IReadOnlyDictionary<int, (long Place, long Training)> Mark(int length, WordMarks marks)
    {
        var runs = RunsOf(length);
        var training = new long[runs.Length];
        Array.Fill(training, -1);
        var maybe = new BitFilter(runs);
        ForEachDocument(document => document.Split == Split.Train, document =>
        {
            var words = text.WordsOf(document);
            var rolling = new RollingHash(length);
            for (var i = 0; i < words.Length; i++)
            {
                var hash = rolling.Next(words, i);
                if (i < length - 1 || !maybe.MayHave(hash) || Array.BinarySearch(runs, hash) is not (>= 0 and var run))
                    continue;
                var place = document.FirstWord + i - length + 1;
                marks.Mark(place, length);
                KeepFirst(ref training[run], place);
            }
        });
        var found = new ConcurrentDictionary<int, (long, long)>();
        ForEachDocument(document => document.Split != Split.Train, document =>
        {
            var words = text.WordsOf(document);
            var rolling = new RollingHash(length);
            for (var i = 0; i < words.Length; i++)
            {
                var hash = rolling.Next(words, i);
                if (i < length - 1 || Array.BinarySearch(runs, hash) is not (>= 0 and var run) || training[run] < 0)
                    continue;
                var place = document.FirstWord + i - length + 1;
                marks.Mark(place, length);
                found.TryAdd(text.DocumentAt(place), (place, training[run]));
            }
        });
        return found;
    }

    private void ForEachDocument(Func<AuditedDocument, bool> isMeant, Action<AuditedDocument> work) =>
        Parallel.For(0, text.Documents.Length, new ParallelOptions { CancellationToken = stop }, number =>
        {
            if (isMeant(text.Documents[number]))
                work(text.Documents[number]);
        });

    // The smallest place, whichever thread comes first.
    private static void KeepFirst(ref long first, long place)
    {
        for (var seen = Interlocked.Read(ref first); seen < 0 || place < seen; seen = Interlocked.Read(ref first))
        {
            if (Interlocked.CompareExchange(ref first, place, seen) == seen)
                return;
        }
    }

    // The hashes of all runs of held-out words, rising.
    private ulong[] RunsOf(int length)
    {
        var hashes = new List<ulong>();
        foreach (var document in text.Documents)
        {
            if (document.Split == Split.Train || hashes.Count >= MostWords)
                continue;
            var words = text.WordsOf(document);
            var own = new ulong[Math.Max(0, words.Length - length + 1)];
            RollingHash.All(words, length, own);
            hashes.AddRange(own);
        }
        hashes.Sort();
        return [.. hashes.Distinct()];
    }

    /// <summary>Says of most hashes that they are not among some, from one bit.</summary>
    private sealed class BitFilter
    {
        private const int Bits = 27;

        private readonly ulong[] _bits = new ulong[1 << (Bits - 6)];

        public BitFilter(ulong[] hashes)
        {
            foreach (var hash in hashes)
                _bits[hash >> (64 - Bits + 6)] |= 1UL << (int)(hash >> (64 - Bits));
        }

        public bool MayHave(ulong hash) => (_bits[hash >> (64 - Bits + 6)] >> (int)(hash >> (64 - Bits)) & 1) != 0;
    }
}
