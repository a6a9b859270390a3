using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Training.Starting;
using Weft.Workers;

namespace Weft.Bench.Trainings;

/// <summary>The batches of a classifier: texts of like length together, in the order in which Weft's sampler takes them.</summary>
internal sealed class TextBatches : IBatchSource, IDisposable
{
    private readonly TokenStore _store;
    private readonly UniformSampler _sampler;
    private readonly ExampleBatch _read = new();

    /// <param name="options">The task, its model and its text.</param>
    /// <param name="cache">Where the prepared text is, or goes.</param>
    public TextBatches(RunOptions options, string cache)
    {
        var corpora = new CorpusProvider(cache, WeftFolders.Data, () => Stream.Null);
        (_store, var data) = corpora.Prepare(options, CancellationToken.None);
        Options = options with { Data = data };
        Start = new TaskStart(Options, _store, FirstWeights.None, Plugins.None, Alone.Instance);
        _sampler = UniformSampler.OfNeighbours(Start.Examples.Count, options.Seed, options.Training.Batch);
    }

    /// <summary>The options, with what preparing the text has decided.</summary>
    public RunOptions Options { get; }

    /// <summary>Makes Weft's task.</summary>
    public TaskStart Start { get; }

    /// <summary>Number of tokens.</summary>
    public int Vocabulary => _store.Vocabulary.Count;

    /// <summary>Number of labels.</summary>
    public int Labels => _store.LabelNames.Count;

    /// <summary>How many tokens a token sees, on average: those of its text.</summary>
    public double TokensSeen
    {
        get
        {
            var (squares, tokens) = (0.0, 0L);
            for (var text = 0L; text < Start.Examples.Count; text++)
            {
                var length = TokensIn([[text]]);
                (squares, tokens) = (squares + (double)length * length, tokens + length);
            }
            return squares / tokens;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<long[]> Next() => [.. Enumerable.Range(0, Options.Training.Accumulation).Select(_ => _sampler.Next(Options.Training.Batch, progress: 0).Examples)];

    /// <inheritdoc/>
    public long TokensIn(IReadOnlyList<long[]> batches) => batches.Sum(batch => Read(batch).Filling.Tokens);

    /// <summary>Reads texts: ids, lengths and labels, as Weft's own training has them. The next call overwrites them.</summary>
    public BatchBuffer Read(long[] texts)
    {
        _read.Read(Start.Examples, new Samples(0, texts));
        return _read.Buffer;
    }

    public void Dispose() => _store.Dispose();
}
