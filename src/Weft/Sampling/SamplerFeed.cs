namespace Weft.Sampling;

/// <summary>What a sampler of one's own is made from.</summary>
/// <param name="Examples">How many examples there are; they are numbered from 0.</param>
/// <param name="Seed">The run's. What is random must be a function of it and of where the sampler stands, so that a run can be repeated.</param>
public sealed record SamplerFeed(long Examples, long Seed)
{
    /// <summary>How many examples a batch has.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Where to go on: epoch 0 and position 0 at the start. What <see cref="ICheckpointed.Memory"/> holds is filled in afterwards.</summary>
    public SamplerState State { get; init; } = new(0, 0);
}
