namespace Weft.Sampling;

/// <summary>Chooses which chunks come next. It is asked by one thread alone.</summary>
public interface ISampler
{
    /// <summary>Where the sampler stands after what it has chosen. Its epoch is that of the last choice: chunks are read as they are in that
    /// epoch.</summary>
    SamplerState State { get; }

    /// <summary>
    /// Whether the next choice stays the same whatever the losses of the chunks chosen so far turn out to be. A sampler that plans by
    /// losses says no at the end of each plan: nothing is then chosen before every step whose chunks were chosen has been made.
    /// </summary>
    bool CanDrawAhead { get; }

    /// <summary>Chooses the next chunks: as many as asked for, or fewer, but at least one, all of one epoch.</summary>
    long[] Next(int count);
}
