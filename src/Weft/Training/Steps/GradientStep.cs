using Weft.Data.Batching;
using Weft.Foundation;
using Weft.Kernels.CrossEntropy;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Workers;
using Weft.Workers.Sums;
using static TorchSharp.torch;

namespace Weft.Training.Steps;

/// <summary>One update: batches to gradients, one exact mean over all their targets, check, clip, update.</summary>
/// <param name="task">What is trained.</param>
/// <param name="update">Of the model's parameters, by all who share the batch.</param>
/// <param name="options">Seed and loss.</param>
/// <param name="classWeights">What each class counts in the loss, [classes], float32, on the model's device; null is 1.</param>
internal sealed class GradientStep(ITask task, SharedUpdate update, RunOptions options, Tensor? classWeights = null) : IDisposable
{
    private ShardTree? _tree;

    /// <summary>Where the time of all steps so far went; communication of the update is told by who makes it (<see cref="ClockedWorkers"/>).</summary>
    public StepClock Clock { get; init; } = new();

    /// <summary>With whom each batch is shared, and in what parts.</summary>
    public Sharding Sharding { get; init; } = Sharding.None;

    /// <summary>Whether the mean loss of each example is left in <see cref="MicroBatch.Losses"/>.</summary>
    public bool MeasuresExamples { get; init; }

    private IWorkers Workers => field ??= ClockedWorkers.Of(Sharding.Workers, Clock);

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
        var own = new BatchLosses[Sharding.Own, batches.Micro.Count];
        // Several shards are added before anything can be sent.
        var overlaps = options.Workers.Overlap && update.MayBeginEarly && Sharding.Own == 1;
        for (var shard = 0; shard < Sharding.Own; shard++)
        {
            for (var i = 0; i < batches.Micro.Count; i++)
                own[shard, i] = Differentiate(step, i, batches.Micro[i].Shards[shard], 1.0 / nominal, length, overlaps && i == batches.Micro.Count - 1);
            if (Sharding.Own > 1)
                (_tree ??= new ShardTree(Sharding.Own)).Take(task.Model.Weights.Gradients!, task.Model.Weights.TrainedRanges(_ => 0).Select(range => range.Place));
        }
        // Whoever had no row begins now what the others have begun.
        if (overlaps)
            update.CompleteGradients(int.MaxValue);
        update.SumGradients();
        var (loss, plain, filling) = Sum(step, batches, own, nominal);
        if (!double.IsFinite(plain) || plain > highest)
            throw NotMade(step, "loss", plain, batches, []);
        Clock.Start();
        var norm = update.MeasureGradients();
        if (!Workers.FromFirst(double.IsFinite(norm.Value)))
            throw NotMade(step, "gradient norm", norm.Value, batches, []);
        Clock.Lap(StepPart.Clip);
        update.Step(rate, norm);
        Clock.Lap(StepPart.Optimizer);
        if (options.Workers.CheckSteps > 0 && step % options.Workers.CheckSteps == 0)
            WeightsAgreement.Require(Workers, task.Model.Weights.Values, step);
        return new StepResult(loss, plain, batches.ScoredTargets, norm.Value, filling);
    }

    /// <inheritdoc/>
    public void Dispose() => _tree?.Dispose();

    /// <summary>All that is random has the key of the step and the micro-batch, and the numbers that examples have in all of it.</summary>
    private BatchLosses Differentiate(long step, int micro, ExampleBatch shard, double scale, int? length, bool isLast)
    {
        task.Model.BeginDropout(RandomStream.For(options.Seed, "dropout", step, micro, 0).NextUInt64(), shard.Samples.First, shard.Samples.Examples.Length);
        var loss = new LossSettings(options.Training.LabelSmoothing, scale)
        {
            ClassWeights = classWeights,
            Filter = options.Training.GradientFilter,
            Key = (long)RandomStream.For(options.Seed, "filter", step, micro).NextUInt64(),
        };
        return task.Differentiate(shard, new PassSettings(loss) { Length = length, IsOfUpdate = true, MeasuresExamples = MeasuresExamples, Workers = Workers, StageIsDone = isLast ? update.CompleteGradients : null }, Clock);
    }

    /// <summary>The mean losses over all micro-batches, added in the order of the shards, and how rows were filled; leaves the losses of examples in the micro-batches.</summary>
    private (double Loss, double Plain, RowFilling Filling) Sum(long step, StepBatches batches, BatchLosses[,] own, double nominal)
    {
        var count = batches.Micro.Count;
        var all = Workers.Gather(own.Cast<BatchLosses>().Select((losses, at) => (losses.Smoothed, losses.Plain, batches.Micro[at % count].Shards[at / count].Buffer.Filling)).ToArray());
        var (loss, plain) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            var shards = Enumerable.Range(0, Sharding.Own).Select(shard => (Batch: batches.Micro[i].Shards[shard], Losses: own[shard, i])).ToList();
            var ofAll = all.Where((_, place) => place % count == i).ToList();
            var sum = ofAll.Sum(part => part.Smoothed);
            if (!double.IsFinite(sum))
                throw NotMade(step, "loss", sum, batches, [.. shards.Where(part => !double.IsFinite(part.Losses.Smoothed)).SelectMany(part => part.Batch.Samples.Examples)]);
            loss += sum / nominal;
            plain += ofAll.Sum(part => part.Plain) / nominal;
            batches.Micro[i].Losses = MeasuresExamples ? ExampleLoss.MeansOf(Workers.Gather(shards.SelectMany(part => part.Losses.Examples).ToArray())) : [];
        }
        return (loss, plain, all.Aggregate(default(RowFilling), (sum, part) => sum + part.Filling));
    }

    /// <summary>Says on all workers alike that a step was not made, and leaves the gradients at zero. To blame are a worker's own chunks where
    /// its own loss is not finite; none are where all know no more than the others.</summary>
    private DivergenceException NotMade(long step, string what, double value, StepBatches batches, long[] own)
    {
        // An update leaves zeros behind; a step that was not made must too.
        task.Model.Weights.ZeroGradients();
        long[] blamed = Workers.Count == 1 ? [] : Workers.Gather(own);
        var chunks = blamed.Length > 0 ? blamed : [.. batches.Micro.SelectMany(micro => micro.Samples.Examples)];
        return new DivergenceException(
            $"Step {step} was not made: its {what} is {value}. {(blamed.Length > 0 ? "It is so on the workers with" : "Its batch holds")} the chunks {string.Join(", ", chunks.Take(8))}"
            + $"{(chunks.Length > 8 ? $" and {chunks.Length - 8} more" : "")}.", blamesText: true);
    }
}

/// <summary>What an update gave: mean losses, targets, the gradient norm before clipping, and how rows were filled.</summary>
internal readonly record struct StepResult(double Loss, double NegativeLogLikelihood, long Targets, double GradientNorm, RowFilling Filling);
