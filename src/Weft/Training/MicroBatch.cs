using Weft.Data;
using Weft.Sampling;

namespace Weft.Training;

/// <summary>What one forward and backward pass of a step takes.</summary>
internal sealed class MicroBatch
{
    /// <summary>What the sampler chose.</summary>
    public Samples Samples { get; set; } = new(0, []);

    /// <summary>The tokens of these chunks.</summary>
    public BatchBuffer Buffer { get; } = new();

    /// <summary>The mean plain loss of each chunk, nats a token; empty before the pass, and where nobody wants to know.</summary>
    public float[] Losses { get; set; } = [];
}
