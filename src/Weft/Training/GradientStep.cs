using Weft.Data;
using Weft.Foundation;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Differentiation;
using Weft.Optimization;
using Weft.Training.Options;
using static TorchSharp.torch;

namespace Weft.Training;

/// <summary>One update: batches to gradients, one exact mean over all their targets, clip, check, update.</summary>
/// <param name="model">What is trained.</param>
/// <param name="optimizer">Of the model's parameters.</param>
/// <param name="loader">Makes tensors of batches.</param>
/// <param name="options">Seed and loss.</param>
/// <param name="classWeights">What each token counts in the loss, [vocabulary], float32, on the model's device; null is 1.</param>
internal sealed class GradientStep(
    TransformerLanguageModel model, Optimizer optimizer, BatchLoader loader, RunOptions options, Tensor? classWeights = null)
{
    /// <summary>Where the time of all steps so far went.</summary>
    public StepClock Clock { get; } = new();

    /// <summary>Makes the update.</summary>
    /// <param name="step">Its number, from 1: the key of its dropout.</param>
    /// <param name="batches">Its micro-batches.</param>
    /// <param name="rate">The learning rate.</param>
    /// <exception cref="DivergenceException">The loss or a gradient is not finite; nothing was updated.</exception>
    public StepResult Make(long step, StepBatches batches, double rate)
    {
        // Every look at a gradient makes a handle of its own: they all go with the step.
        using var scope = NewDisposeScope();
        model.train();
        var targets = batches.ScoredTargets;
        var (loss, nll) = (0.0, 0.0);
        for (var i = 0; i < batches.Micro.Length; i++)
        {
            model.Dropout.Begin(RandomStream.For(options.Seed, "dropout", step, i, 0).NextUInt64());
            var sums = AddGradients(batches.Micro[i], LossOf(step, i, 1.0 / targets));
            Check(sums.Smoothed, "loss", step, batches);
            loss += sums.Smoothed / targets;
            nll += sums.NegativeLogLikelihood / targets;
        }
        Clock.Start();
        var norm = optimizer.MeasureGradients();
        Check(norm.Value, "gradient norm", step, batches);
        Clock.Lap(StepPart.Clip);
        optimizer.Step(rate, norm);
        Clock.Lap(StepPart.Optimizer);
        return new StepResult(loss, nll, targets, norm.Value);
    }

    private LossSums AddGradients(BatchBuffer micro, LossSettings loss)
    {
        using var scope = NewDisposeScope();
        Clock.Start();
        var batch = loader.Load(micro);
        Clock.Lap(StepPart.Data);
        // The graph begins above the embedding: its gradient is that of the rows that were looked up, never that of the whole table.
        var embedded = model.Embed(batch.Ids).detach().requires_grad_(model.EmbeddingWeight.requires_grad);
        var hidden = model.HiddenOf(embedded, starts: batch.Starts).flatten(0, 1); // [batch * time, dimension]
        Clock.Lap(StepPart.Forward);
        // The output computes its own gradients; the graph below it starts from the gradient of its input.
        var (sums, hiddenGradient) = model.Output.Differentiate(
            hidden.detach(), batch.Targets.flatten(), loss);
        Clock.Lap(StepPart.Head);
        // A phase may train the decoder alone.
        if (hidden.requires_grad)
            BackwardPass.Run(hidden, hiddenGradient);
        if (embedded.grad is { } rows)
            model.Weights.AddRows(model.EmbeddingWeight, batch.Ids, rows);
        Clock.Lap(StepPart.Backward);
        return sums.MoveToOuterDisposeScope();
    }

    private LossSettings LossOf(long step, int batch, double scale) => new(options.Training.LabelSmoothing, scale)
    {
        ClassWeights = classWeights,
        Filter = options.Training.GradientFilter,
        Key = (long)RandomStream.For(options.Seed, "filter", step, batch).NextUInt64(),
    };

    private void Check(double value, string what, long step, StepBatches batches)
    {
        if (double.IsFinite(value))
            return;
        // An update leaves zeros behind; a step that was not made must too.
        model.Weights.ZeroGradients();
        var chunks = batches.Micro.SelectMany(micro => micro.Chunks).ToList();
        throw new DivergenceException(
            $"Step {step} was not made: its {what} is {value}. Its batch holds the chunks {string.Join(", ", chunks.Take(8))}"
            + $"{(chunks.Count > 8 ? $" and {chunks.Count - 8} more" : "")}.{Environment.NewLine}"
            + "Train anew with a lower schedule.peakRate or optimizer.clipNorm, or look for damaged text in these chunks.");
    }
}

/// <summary>What an update gave: mean losses, targets, and the gradient norm before clipping.</summary>
internal readonly record struct StepResult(double Loss, double NegativeLogLikelihood, long Targets, double GradientNorm);
