using Weft.Data;
using Weft.Sampling;

namespace Weft.Tasks;

/// <summary>Examples that a sampler chose, and what was read of them: what one forward and backward pass takes.</summary>
internal sealed class ExampleBatch
{
    /// <summary>What the sampler chose.</summary>
    public Samples Samples { get; set; } = new(0, []);

    /// <summary>These examples' tokens and targets.</summary>
    public BatchBuffer Buffer { get; } = new();

    /// <summary>How many targets these examples score, by their numbers.</summary>
    public long Targets { get; private set; }

    /// <summary>The mean plain loss of each example, nats a target; empty before the pass, and where nobody wants to know.</summary>
    public float[] Losses { get; set; } = [];

    /// <summary>Reads examples, as they are in the first epoch.</summary>
    public static ExampleBatch Of(IExamples examples, long[] chosen)
    {
        var batch = new ExampleBatch { Samples = new Samples(0, chosen) };
        batch.Read(examples);
        return batch;
    }

    /// <summary>Reads what was chosen; any thread may.</summary>
    public void Read(IExamples examples)
    {
        examples.Read(Samples, Buffer);
        Targets = Samples.Chunks.Sum(example => (long)examples.TargetsOf(Samples.Epoch, example));
    }
}
