using System.Text.Json.Serialization;

namespace Weft.Sampling.Dynamic;

/// <summary>What the dynamic sampler makes of the model's state. They follow one another in this order; a stage may be left out.</summary>
public enum SamplingStage
{
    /// <summary>Every chunk alike, until each was seen: nothing is known of them yet.</summary>
    [JsonStringEnumMemberName("warmUp")]
    WarmUp,

    /// <summary>Easy chunks are left out at times, and count more when they come.</summary>
    Explore,

    /// <summary>The model over-fits: hard chunks come more often, with words taken out.</summary>
    Harden,

    /// <summary>Every chunk alike again, to the end.</summary>
    Restore,
}
