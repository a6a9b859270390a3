using Weft.Foundation;
using Weft.Kernels.CrossEntropy;
using Weft.Optimization;
using Weft.Tasks;
using Weft.Training.Options;
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

    /// <summary>Whether the mean loss of each example is left in <see cref="ExampleBatch.Losses"/>.</summary>
    public bool MeasuresExamples { get; init; }

    /// <summary>Makes the update.</summary>
    /// <param name="step">Its number, from 1: the key of its dropout.</param>
    /// <param name="batches">Its micro-batches.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="length">The length of pieces into which examples are cut; null cuts none.</param>
    /// <param name="highest">The highest plain loss with which the update is made, nats a target.</param>
    /// <exception cref="DivergenceException">The loss is higher, or it or a gradient is not finite; nothing was updated.</exception>
    public StepResult Make(long step, StepBatches batches, double rate, int? length = null, double highest = double.MaxValue)
    {
        // Every look at a gradient makes a handle of its own: they all go with the step.
        using var scope = NewDisposeScope();
        task.Model.SetTraining(true);
        var nominal = batches.NominalTargets;
        var (loss, plain) = (0.0, 0.0);
        for (var i = 0; i < batches.Micro.Count; i++)
        {
            task.Model.BeginDropout(RandomStream.For(options.Seed, "dropout", step, i, 0).NextUInt64());
            var pass = new PassSettings(LossOf(step, i, 1.0 / nominal)) { Length = length, IsOfUpdate = true, MeasuresExamples = MeasuresExamples };
            var losses = task.Differentiate(batches.Micro[i], pass, Clock);
            batches.Micro[i].Losses = losses.Examples;
            Check(losses.Smoothed, "loss", step, batches, double.MaxValue);
            loss += losses.Smoothed / nominal;
            plain += losses.Plain / nominal;
        }
        Check(plain, "loss", step, batches, highest);
        Clock.Start();
        var norm = optimizer.MeasureGradients();
        Check(norm.Value, "gradient norm", step, batches, double.MaxValue);
        Clock.Lap(StepPart.Clip);
        optimizer.Step(rate, norm);
        Clock.Lap(StepPart.Optimizer);
        return new StepResult(loss, plain, batches.ScoredTargets, norm.Value);
    }

    private LossSettings LossOf(long step, int batch, double scale) => new(options.Training.LabelSmoothing, scale)
    {
        ClassWeights = classWeights,
        Filter = options.Training.GradientFilter,
        Key = (long)RandomStream.For(options.Seed, "filter", step, batch).NextUInt64(),
    };

    private void Check(double value, string what, long step, StepBatches batches, double highest)
    {
        if (double.IsFinite(value) && value <= highest)
            return;
        // An update leaves zeros behind; a step that was not made must too.
        task.Model.Weights.ZeroGradients();
        var chunks = batches.Micro.SelectMany(micro => micro.Samples.Chunks).ToList();
        throw new DivergenceException(
            $"Step {step} was not made: its {what} is {value}. Its batch holds the chunks {string.Join(", ", chunks.Take(8))}"
            + $"{(chunks.Count > 8 ? $" and {chunks.Count - 8} more" : "")}.{Environment.NewLine}"
            + "Train anew with a lower schedule.peakRate or optimizer.clipNorm, or look for damaged text in these chunks; training.recovery goes on in spite of it.");
    }
}

/// <summary>What an update gave: mean losses, targets, and the gradient norm before clipping.</summary>
internal readonly record struct StepResult(double Loss, double NegativeLogLikelihood, long Targets, double GradientNorm);
