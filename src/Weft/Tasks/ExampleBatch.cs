using Weft.Data.Batching;
using Weft.Sampling;
using Weft.Workers;

namespace Weft.Tasks;

/// <summary>Examples that a sampler chose, and what was read of them: what one forward and backward pass takes.</summary>
internal sealed class ExampleBatch
{
    /// <summary>What the sampler chose, for all workers.</summary>
    public Samples Samples { get; set; } = new(0, []);

    /// <summary>This worker's part of it; all where it is alone.</summary>
    public Samples Own { get; private set; } = new(0, []);

    /// <summary>The tokens and targets of this worker's part.</summary>
    public BatchBuffer Buffer { get; } = new();

    /// <summary>How many targets all chosen examples score, by their numbers: known to every worker before it computes anything.</summary>
    public long Targets { get; private set; }

    /// <summary>The mean plain loss of each chosen example, nats a target; empty before the pass, and where nobody wants to know.</summary>
    public float[] Losses { get; set; } = [];

    /// <summary>Reads examples, as they are in the first epoch.</summary>
    public static ExampleBatch Of(IExamples examples, long[] chosen)
    {
        var batch = new ExampleBatch { Samples = new Samples(0, chosen) };
        batch.Read(examples);
        return batch;
    }

    /// <summary>Reads what was chosen; any thread may.</summary>
    /// <param name="examples">Where from.</param>
    /// <param name="workers">Whose part is read; null reads all.</param>
    public void Read(IExamples examples, IWorkers? workers = null)
    {
        var share = Share.Of(workers ?? Alone.Instance, Samples.Chunks.Length);
        Own = Samples.Part(share.First, share.Count);
        examples.Read(Own, Buffer);
        Targets = Samples.Chunks.Sum(example => (long)examples.TargetsOf(Samples.Epoch, example));
    }
}
