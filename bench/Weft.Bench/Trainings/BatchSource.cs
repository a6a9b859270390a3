using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Runs.Options;
using Weft.Sampling;

namespace Weft.Bench.Trainings;

/// <summary>The batches of a measurement: chunks of a text in the order in which Weft's sampler takes them.</summary>
internal sealed class BatchSource : IBatchSource
{
    private readonly RunOptions _options;
    private readonly UniformSampler _sampler;

    public BatchSource(TokenSequence tokens, int endOfTextId, RunOptions options)
    {
        _options = options;
        Chunks = new FixedChunks(tokens, options.Training.Context, endOfTextId);
        _sampler = new UniformSampler(Chunks.Count, options.Seed);
    }

    public FixedChunks Chunks { get; }

    /// <inheritdoc/>
    public IReadOnlyList<long[]> Next() =>
        [.. Enumerable.Range(0, _options.Training.Accumulation).Select(_ => _sampler.Next(_options.Training.Batch, progress: 0).Examples)];

    /// <inheritdoc/>
    public long TokensIn(IReadOnlyList<long[]> batches) => batches.Sum(batch => batch.Sum(chunk => (long)Chunks.ScoredTargets(chunk)));

    /// <summary>How many tokens a step trains on.</summary>
    public static int TokensInStep(RunOptions options) => options.Training.Batch * options.Training.Context * options.Training.Accumulation;
}
