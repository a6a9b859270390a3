using System.Text.Json.Serialization;
using Weft.Sampling.Dynamic;

namespace Weft.Sampling;

/// <summary>Where a sampler stands; with the seed and what it remembers it determines everything that follows.</summary>
/// <param name="Epoch">How often all chunks were gone through.</param>
/// <param name="Position">How many chunks of the present epoch were gone through.</param>
public sealed record SamplerState(long Epoch, long Position)
{
    /// <summary>How many chunks were chosen, where that is not a function of the other two.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Draws { get; init; }

    /// <summary>The plan that the dynamic sampler is in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SamplingPlan? Plan { get; init; }
}
