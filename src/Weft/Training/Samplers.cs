using Weft.Data;
using Weft.Sampling;
using Weft.Sampling.Curriculum;
using Weft.Sampling.Dynamic;
using Weft.Sampling.Static;
using Weft.Sampling.Structures;
using Weft.Text;
using Weft.Training.Options;

namespace Weft.Training;

/// <summary>Creates the sampler that the options ask for: the only place that knows samplers by name.</summary>
/// <param name="store">The corpus.</param>
/// <param name="chunks">The chunks of its training split.</param>
/// <param name="options">The run's options.</param>
internal sealed class Samplers(TokenStore store, ChunkSource chunks, RunOptions options)
{
    private float[]? _complexities;

    /// <summary>Creates it.</summary>
    /// <param name="state">Where to go on.</param>
    /// <param name="isResumed">Whether the sampler's memory will be filled from a checkpoint.</param>
    /// <param name="probe">Asks the model.</param>
    /// <param name="report">Hears of each plan.</param>
    public ISampler Create(SamplerState state, bool isResumed, ISamplingProbe probe, Action<PlanReport> report)
    {
        // Columns are read in their order, or they are none.
        if (options.Training.Batching == BatchingMode.Stream)
            return new SequentialSampler(chunks.Count, state);
        var orders = new ChunkOrders(chunks.Count, options.Seed, options.Training.Batching == BatchingMode.Padded ? options.Training.Batch : 0);
        var sampling = options.Sampling;
        return sampling.Sampler switch
        {
            SamplerKind.Static => new StaticSampler(isResumed ? new float[chunks.Count] : Rates(), sampling.Static.Correction, orders, Competence(), state),
            SamplerKind.Dynamic => new DynamicSampler(sampling.Dynamic, orders, Complexities, Competence(), probe, report, state),
            _ => new UniformSampler(orders, Competence(), state),
        };
    }

    private float[] Complexities => _complexities ??= ChunkComplexity.Of(chunks, Counts());

    private float[] Rates() => StaticRates.Of(options.Sampling.Static, chunks, options.Sampling.Static.From == "rarity" ? Counts() : []);

    private Competence Competence() => options.Sampling.Curriculum.StartCompetence < 1
        ? new Competence(ChunkComplexity.Quantiles(Complexities), options.Sampling.Curriculum)
        : Sampling.Curriculum.Competence.Full;

    private long[] Counts() => TokenFrequencies.Count(store[Split.Train], store.Vocabulary.Count);
}
