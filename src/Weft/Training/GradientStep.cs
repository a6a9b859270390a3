using Weft.Foundation;
using Weft.Kernels.CrossEntropy;
using Weft.Optimization;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Training;

/// <summary>One update: batches to gradients, one exact mean over all their targets, clip, check, update.</summary>
/// <param name="task">What is trained.</param>
/// <param name="optimizer">Of the model's parameters.</param>
/// <param name="options">Seed and loss.</param>
/// <param name="classWeights">What each class counts in the loss, [classes], float32, on the model's device; null is 1.</param>
internal sealed class GradientStep(ITask task, Optimizer optimizer, RunOptions options, Tensor? classWeights = null)
{
    /// <summary>Where the time of all steps so far went.</summary>
    public StepClock Clock { get; } = new();

    /// <summary>With whom each batch is shared.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;

    /// <summary>Whether the mean loss of each example is left in <see cref="ExampleBatch.Losses"/>.</summary>
    public bool MeasuresExamples { get; init; }

    /// <summary>Makes the update: the same one on all workers.</summary>
    /// <param name="step">Its number, from 1: the key of its dropout.</param>
    /// <param name="batches">Its micro-batches.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="length">The length of pieces into which examples are cut; null cuts none.</param>
    /// <param name="highest">The highest plain loss with which the update is made, nats a target.</param>
    /// <exception cref="DivergenceException">The loss is higher, or it or a gradient is not finite; nothing was updated, on no worker.</exception>
    public StepResult Make(long step, StepBatches batches, double rate, int? length = null, double highest = double.MaxValue)
    {
        // Every look at a gradient makes a handle of its own: they all go with the step.
        using var scope = NewDisposeScope();
        task.Model.SetTraining(true);
        var nominal = batches.NominalTargets;
        var (loss, plain) = (0.0, 0.0);
        for (var i = 0; i < batches.Micro.Count; i++)
        {
            task.Model.BeginDropout(RandomStream.For(options.Seed, "dropout", step, i, Workers.Rank).NextUInt64());
            var pass = new PassSettings(LossOf(step, i, 1.0 / nominal)) { Length = length, IsOfUpdate = true, MeasuresExamples = MeasuresExamples, Workers = Workers };
            var own = task.Differentiate(batches.Micro[i], pass, Clock);
            batches.Micro[i].Losses = own.Examples;
            Span<double> sums = [own.Smoothed, own.Plain];
            Workers.Sum(sums);
            if (!double.IsFinite(sums[0]))
                throw NotMade(step, "loss", sums[0], batches, double.IsFinite(own.Smoothed) ? [] : batches.Micro[i].Own.Chunks);
            loss += sums[0] / nominal;
            plain += sums[1] / nominal;
        }
        if (!double.IsFinite(plain) || plain > highest)
            throw NotMade(step, "loss", plain, batches, []);
        GradientSum.Over(task.Model.Weights, Workers);
        Clock.Start();
        var norm = optimizer.MeasureGradients();
        if (!Workers.FromFirst(double.IsFinite(norm.Value)))
            throw NotMade(step, "gradient norm", norm.Value, batches, []);
        Clock.Lap(StepPart.Clip);
        optimizer.Step(rate, norm);
        Clock.Lap(StepPart.Optimizer);
        return new StepResult(loss, plain, batches.ScoredTargets, norm.Value);
    }

    private LossSettings LossOf(long step, int batch, double scale) => new(options.Training.LabelSmoothing, scale)
    {
        ClassWeights = classWeights,
        Filter = options.Training.GradientFilter,
        Key = (long)(Workers.IsFirst()
            ? RandomStream.For(options.Seed, "filter", step, batch)
            : RandomStream.For(options.Seed, "filter", step, batch, Workers.Rank)).NextUInt64(),
    };

    /// <summary>Says on all workers alike that a step was not made, and leaves the gradients at zero. To blame are a worker's own chunks where
    /// its own loss is not finite; none are where all know no more than the others.</summary>
    private DivergenceException NotMade(long step, string what, double value, StepBatches batches, long[] own)
    {
        // An update leaves zeros behind; a step that was not made must too.
        task.Model.Weights.ZeroGradients();
        long[] blamed = Workers.Count == 1 ? [] : Workers.Gather(own);
        var chunks = blamed.Length > 0 ? blamed : [.. batches.Micro.SelectMany(micro => micro.Samples.Chunks)];
        return new DivergenceException(
            $"Step {step} was not made: its {what} is {value}. {(blamed.Length > 0 ? "It is so on the workers with" : "Its batch holds")} the chunks {string.Join(", ", chunks.Take(8))}"
            + $"{(chunks.Length > 8 ? $" and {chunks.Length - 8} more" : "")}.", blamesText: true);
    }
}

/// <summary>What an update gave: mean losses, targets, and the gradient norm before clipping.</summary>
internal readonly record struct StepResult(double Loss, double NegativeLogLikelihood, long Targets, double GradientNorm);
