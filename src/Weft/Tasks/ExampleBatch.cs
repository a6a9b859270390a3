using Weft.Data.Batching;
using Weft.Sampling;

namespace Weft.Tasks;

/// <summary>Examples that were chosen, and what was read of them: what one forward and backward pass takes.</summary>
internal sealed class ExampleBatch
{
    /// <summary>The examples: all that a sampler chose at once, or a part of them.</summary>
    public Samples Samples { get; private set; } = new(0, []);

    /// <summary>Their tokens and targets.</summary>
    public BatchBuffer Buffer { get; } = new();

    /// <summary>Reads examples, as they are in the first epoch.</summary>
    public static ExampleBatch Of(IExamples examples, long[] chosen)
    {
        var batch = new ExampleBatch();
        batch.Read(examples, new Samples(0, chosen));
        return batch;
    }

    /// <summary>Reads examples in the place of those before; any thread may.</summary>
    /// <param name="examples">Where from.</param>
    /// <param name="samples">Which.</param>
    public void Read(IExamples examples, Samples samples)
    {
        Samples = samples;
        examples.Read(samples, Buffer);
    }
}
