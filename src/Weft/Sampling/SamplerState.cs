namespace Weft.Sampling;

/// <summary>Where a sampler stands; with the seed it determines everything that follows.</summary>
/// <param name="Epoch">How often all chunks were used.</param>
/// <param name="Position">How many chunks of the present epoch were used.</param>
public sealed record SamplerState(long Epoch, long Position);
