using Weft.Sampling;
using Weft.Tasks;
using Weft.Workers;

namespace Weft.Training.Steps;

/// <summary>Examples that a sampler chose at once, for all workers, and what was read of this worker's shards of them.</summary>
/// <param name="sharding">Who works on which.</param>
internal sealed class MicroBatch(Sharding sharding)
{
    private readonly ExampleBatch[] _shards = [.. Enumerable.Range(0, sharding.Own).Select(_ => new ExampleBatch())];

    /// <summary>What the sampler chose.</summary>
    public Samples Samples { get; set; } = new(0, []);

    /// <summary>This worker's shards, perhaps empty ones; one with everything where it is alone.</summary>
    public IReadOnlyList<ExampleBatch> Shards => _shards;

    /// <summary>How many targets all chosen examples score, by their numbers: known to every worker before it computes anything.</summary>
    public long Targets { get; private set; }

    /// <summary>The mean plain loss of each chosen example, nats a target; empty before the pass, and where nobody wants to know.</summary>
    public float[] Losses { get; set; } = [];

    /// <summary>Reads this worker's shards; any thread may.</summary>
    /// <param name="examples">Where from.</param>
    public void Read(IExamples examples)
    {
        foreach (var (shard, share) in _shards.Zip(sharding.SharesOf(Samples.Examples.Length)))
            shard.Read(examples, Samples.Part(share.First, share.Count));
        // Once for all shards: a program's own task is asked for each example.
        Targets = Samples.Examples.Sum(example => (long)examples.TargetsOf(Samples.Epoch, example));
    }
}
