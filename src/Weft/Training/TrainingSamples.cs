using Weft.Data;
using Weft.Sampling;
using Weft.Sampling.Dynamic;
using Weft.Sampling.Thinning;
using Weft.Training.Options;

namespace Weft.Training;

/// <summary>What a training is fed with: the sampler that the options ask for, the thinning of its targets, and the batches that are read ahead.</summary>
internal sealed class TrainingSamples : IDisposable
{
    private readonly ISampler _sampler;
    private readonly TokenStore _store;
    private readonly ChunkSource _chunks;

    /// <param name="store">The corpus.</param>
    /// <param name="chunks">The chunks of its training split.</param>
    /// <param name="loader">Reads them.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="state">Where the sampler goes on.</param>
    /// <param name="isResumed">Whether the memories will be filled from a checkpoint.</param>
    /// <param name="probe">Asks the model.</param>
    /// <param name="report">Hears of each plan.</param>
    /// <exception cref="InvalidDataException">A file that the sampler reads is missing or wrong.</exception>
    public TrainingSamples(
        TokenStore store, ChunkSource chunks, BatchLoader loader, RunOptions options, SamplerState state, bool isResumed, ISamplingProbe probe, Action<PlanReport> report)
    {
        (_store, _chunks) = (store, chunks);
        _sampler = new Samplers(store, chunks, options).Create(state, isResumed, probe, report);
        var sampling = options.Sampling;
        Thinning = sampling.Thinning.Keep < 1 ? new TokenThinning(sampling.Thinning, store.Vocabulary.Count, options.Seed) : null;
        Memories = Thinning is null ? [_sampler] : [_sampler, Thinning];
        var replacement = store.Vocabulary.UnknownId ?? store.Vocabulary.EndOfTextId;
        Queue = new BatchQueue(_sampler, new BatchReader(loader, sampling.WordDropout, replacement, options.Seed), options.Training);
    }

    /// <summary>What leaves easy targets out, or null where none are.</summary>
    public TokenThinning? Thinning { get; }

    /// <summary>What a checkpoint must hold of all this.</summary>
    public IReadOnlyList<IRemembering> Memories { get; }

    /// <summary>The batches, step by step.</summary>
    public BatchQueue Queue { get; }

    /// <summary>Whether the loss of each chunk is wanted.</summary>
    public bool MeasuresChunks => _sampler.WantsLosses;

    /// <summary>Writes what the sampler has learnt about the chunks into the run's folder, where it has.</summary>
    public void WriteReport(RunFolder run)
    {
        if (_sampler.Report() is { } report)
            new SamplingFolder(run, _store, _chunks).Write(report);
    }

    /// <inheritdoc/>
    public void Dispose() => Queue.Dispose();
}
