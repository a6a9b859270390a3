using Weft.Kernels.CrossEntropy;
using Weft.Optimization;
using Weft.Sampling.Dynamic;
using Weft.Tasks;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Training;

/// <summary>Asks a model in training about examples. Weights and gradients are afterwards what they were.</summary>
/// <param name="task">Its model is between two steps.</param>
/// <param name="optimizer">Measures gradients.</param>
/// <param name="batch">Examples in a forward pass.</param>
/// <param name="smoothing">Label smoothing of the loss whose gradients are measured.</param>
/// <param name="sharding">Who else asks for the same examples: each looks at its part of them.</param>
internal sealed class ModelProbe(ITask task, Optimizer optimizer, int batch, double smoothing, Sharding sharding) : ISamplingProbe
{
    private readonly StepClock _clock = new();

    /// <inheritdoc/>
    public double MeanLoss(IReadOnlyList<long> chunks)
    {
        task.Model.SetTraining(false);
        var all = sharding.Workers.Gather(Own(chunks).Select(LossOf).ToArray());
        return all.Sum(shard => shard.Loss) / all.Sum(shard => shard.Targets);
    }

    /// <inheritdoc/>
    public double MeanSquaredGradient(IReadOnlyList<long> chunks)
    {
        task.Model.SetTraining(false);
        // Added in the order of the chunks, however many workers there are.
        return sharding.Workers.Gather(Own(chunks).SelectMany(shard => shard).Select(SquaredGradient).ToArray()).Sum() / chunks.Count;
    }

    /// <summary>This worker's shards of some chunks.</summary>
    private IEnumerable<IEnumerable<long>> Own(IReadOnlyList<long> chunks) =>
        sharding.SharesOf(chunks.Count).Select(share => chunks.Skip(share.First).Take(share.Count));

    private (double Loss, long Targets) LossOf(IEnumerable<long> shard)
    {
        var (loss, targets) = (0.0, 0L);
        foreach (var some in shard.Chunk(batch))
        {
            var measured = task.Measure(ExampleBatch.Of(task.Examples, some));
            loss += measured.Loss;
            targets += measured.Targets;
        }
        return (loss, targets);
    }

    private double SquaredGradient(long chunk)
    {
        using var scope = NewDisposeScope();
        var alone = ExampleBatch.Of(task.Examples, [chunk]);
        task.Differentiate(alone, new PassSettings(new LossSettings(smoothing, 1.0 / task.Examples.TargetsOf(0, chunk))), _clock);
        var norm = optimizer.MeasureGradients().Value;
        task.Model.Weights.ZeroGradients();
        return norm * norm;
    }
}
