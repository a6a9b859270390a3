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
internal sealed class ModelProbe(ITask task, Optimizer optimizer, int batch, double smoothing) : ISamplingProbe
{
    private readonly StepClock _clock = new();

    /// <summary>Who else asks for the same examples: each looks at its part of them.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;

    /// <inheritdoc/>
    public double MeanLoss(IReadOnlyList<long> chunks)
    {
        task.Model.SetTraining(false);
        var (loss, targets) = (0.0, 0L);
        foreach (var some in Own(chunks).Chunk(batch))
        {
            var measured = task.Measure(ExampleBatch.Of(task.Examples, some));
            loss += measured.Loss;
            targets += measured.Targets;
        }
        Span<double> sums = [loss, targets];
        Workers.Sum(sums);
        return sums[0] / sums[1];
    }

    /// <inheritdoc/>
    public double MeanSquaredGradient(IReadOnlyList<long> chunks)
    {
        task.Model.SetTraining(false);
        Span<double> sum = [Own(chunks).Sum(SquaredGradient)];
        Workers.Sum(sum);
        return sum[0] / chunks.Count;
    }

    private IEnumerable<long> Own(IReadOnlyList<long> chunks)
    {
        var share = Share.Of(Workers, chunks.Count);
        return chunks.Skip(share.First).Take(share.Count);
    }

    private double SquaredGradient(long chunk)
    {
        using var scope = NewDisposeScope();
        var alone = ExampleBatch.Of(task.Examples, [chunk]);
        task.Differentiate(alone, new PassSettings(new LossSettings(smoothing, 1.0 / alone.Targets)), _clock);
        var norm = optimizer.MeasureGradients().Value;
        task.Model.Weights.ZeroGradients();
        return norm * norm;
    }
}
