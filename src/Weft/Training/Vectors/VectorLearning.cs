using Weft.Data.Store;
using Weft.Foundation;
using Weft.Foundation.Counting;
using Weft.Text.Vectors.Learning;

namespace Weft.Training.Vectors;

/// <summary>What learning word vectors came to.</summary>
/// <param name="File">The file of vectors.</param>
/// <param name="Words">Vectors in it, without that of unknown words.</param>
/// <param name="Dimension">Numbers in a vector.</param>
/// <param name="Tokens">Words of the training split that were read, unknown ones not counted.</param>
/// <param name="Pairs">Different pairs of a word and one of its context, in both orders.</param>
/// <param name="Shards">How often the counts did not fit into memory.</param>
/// <param name="Costs">The mean cost of each pass.</param>
/// <param name="CountingSeconds">Time for counting and shuffling.</param>
/// <param name="LearningSeconds">Time for the passes.</param>
/// <param name="PairsPerSecond">Updates a second.</param>
internal sealed record VectorLearningSummary(
    string File, int Words, int Dimension, long Tokens, long Pairs, int Shards, IReadOnlyList<double> Costs,
    double CountingSeconds, double LearningSeconds, double PairsPerSecond);

/// <summary>Learns GloVe vectors from the training split of a token store.</summary>
internal static class VectorLearning
{
    /// <summary>Learns vectors and writes them.</summary>
    /// <param name="store">The text. Ends of lines end contexts; unknown words are passed over, as Stanford's tool passes over words that are
    /// not in its vocabulary.</param>
    /// <param name="options">Validated.</param>
    /// <param name="path">The file to write; what must be kept on disk meanwhile is beside it.</param>
    /// <param name="progress">Hears how far each part of the work has come.</param>
    /// <param name="tell">Hears of each pass.</param>
    /// <param name="stop">Ends the work; nothing is left behind.</param>
    /// <exception cref="InvalidDataException">The text has no two words on a line, or the numbers grew without bound.</exception>
    public static VectorLearningSummary Run(
        TokenStore store, GloVeOptions options, string path, IProgress<WorkProgress>? progress = null, Action<string>? tell = null, CancellationToken stop = default)
    {
        path = Path.GetFullPath(path);
        var folder = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        Directory.CreateDirectory(folder);
        try
        {
            var clock = TimeProvider.System;
            var start = clock.GetTimestamp();
            var (shuffled, counts) = CountPairs(store, options, folder, progress, stop);
            var counting = clock.GetElapsedTime(start).TotalSeconds;
            if (counts.Pairs == 0)
                throw new InvalidDataException($"{store.Folder}: no line of the training split has two words of the vocabulary, so none has a context.");
            var model = new GloVeModel(store.Vocabulary.Count, options.Dimension, options.Seed);
            start = clock.GetTimestamp();
            var costs = Learn(model, shuffled, counts.Pairs, options, progress, tell, stop);
            var learning = clock.GetElapsedTime(start).TotalSeconds;
            var words = progress.During("writing vectors", () => VectorWriter.Write(path, store.Vocabulary, id => TextTokens.IsWord(store.Vocabulary, id), model));
            return new VectorLearningSummary(
                path, words, options.Dimension, counts.Tokens, counts.Pairs, counts.Shards, costs, counting, learning, counts.Pairs * costs.Count / learning);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (string Path, (long Tokens, long Pairs, int Shards) Counts) CountPairs(
        TokenStore store, GloVeOptions options, string folder, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        using var counter = new PairCounter(folder, options.Window, options.MemoryBytes);
        var tokens = TextTokens.Feed(store, counter, progress, stop);
        // Each pair of the table becomes two; how many there are is known once shards are merged, so the merge goes to disk first.
        progress?.Report(new WorkProgress("sorting pairs", 0, null, "pairs"));
        using var merged = new SortedPairs<double>(folder, Watched(counter.Pairs(), stop));
        var pairs = 2 * merged.Count;
        using var shuffler = new PairShuffler(folder, pairs, options.MemoryBytes, options.Seed);
        foreach (var pair in merged.Read().SelectMany(pair => TrainingPair.Of(pair, options)))
        {
            shuffler.Add(pair);
            if (shuffler.Count % (1 << 20) == 0)
            {
                stop.ThrowIfCancellationRequested();
                progress?.Report(new WorkProgress("shuffling pairs", shuffler.Count, pairs, "pairs"));
            }
        }
        return (shuffler.Write(), (tokens, shuffler.Count, counter.Shards));
    }

    private static IEnumerable<PairCount<double>> Watched(IEnumerable<PairCount<double>> pairs, CancellationToken stop)
    {
        var count = 0L;
        foreach (var pair in pairs)
        {
            if (++count % (1 << 20) == 0)
                stop.ThrowIfCancellationRequested();
            yield return pair;
        }
    }

    private static List<double> Learn(
        GloVeModel model, string path, long pairs, GloVeOptions options, IProgress<WorkProgress>? progress, Action<string>? tell, CancellationToken stop)
    {
        var trainer = new GloVeTrainer(model, path, options);
        var costs = new List<double>();
        var gate = new Lock();
        for (var pass = 1; pass <= options.Iterations; pass++)
        {
            var before = (pass - 1) * pairs;
            costs.Add(trainer.Pass(
                done =>
                {
                    lock (gate)
                        progress?.Report(new WorkProgress("learning vectors", before + done, options.Iterations * pairs, "pairs"));
                },
                stop));
            tell?.Invoke($"pass {pass} of {options.Iterations}  cost {costs[^1]:F6}");
        }
        return costs;
    }
}
