using TorchSharp.Modules;
using Weft.Data;
using Weft.Foundation;
using Weft.Kernels;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Training.Options;
using static TorchSharp.torch;

namespace Weft.Training;

/// <summary>One update: batches to gradients, one exact mean over all their targets, clip, check, update.</summary>
internal sealed class GradientStep(TransformerLanguageModel model, AdamOptimizer optimizer, BatchLoader loader, RunOptions options)
{
    private readonly Parameter[] _parameters = [.. model.parameters()];

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
        optimizer.ZeroGradients();
        var targets = batches.ScoredTargets;
        var (loss, nll) = (0.0, 0.0);
        for (var i = 0; i < batches.Micro.Length; i++)
        {
            random.manual_seed((long)RandomStream.For(options.Seed, "dropout", step, i, 0).NextUInt64());
            var sums = AddGradients(batches.Micro[i], 1.0 / targets);
            Check(sums.Smoothed, "loss", step, batches);
            loss += sums.Smoothed / targets;
            nll += sums.NegativeLogLikelihood / targets;
        }
        var norm = GradientNorm.Of(_parameters);
        Check(norm, "gradient norm", step, batches);
        GradientNorm.Clip(_parameters, norm, options.Optimizer.ClipNorm);
        optimizer.Step(rate);
        return new StepResult(loss, nll, targets, norm);
    }

    private LossSums AddGradients(BatchBuffer micro, double scale)
    {
        using var scope = NewDisposeScope();
        var batch = loader.Load(micro);
        var hidden = model.Hidden(batch.Ids).flatten(0, 1); // [batch * time, dimension]
        // The decoder's gradients come from the kernel; the graph below it starts from the gradient of its input.
        var (sums, hiddenGradient) = LinearCrossEntropy.Differentiate(
            hidden.detach(), model.Decoder, batch.Targets.flatten(), options.Training.LabelSmoothing, scale, model.ProductType);
        hidden.backward([hiddenGradient]);
        return sums;
    }

    private static void Check(double value, string what, long step, StepBatches batches)
    {
        if (double.IsFinite(value))
            return;
        var chunks = batches.Micro.SelectMany(micro => micro.Chunks).ToList();
        throw new DivergenceException(
            $"Step {step} was not made: its {what} is {value}. Its batch holds the chunks {string.Join(", ", chunks.Take(8))}"
            + $"{(chunks.Count > 8 ? $" and {chunks.Count - 8} more" : "")}.{Environment.NewLine}"
            + "Train anew with a lower schedule.peakRate or optimizer.clipNorm, or look for damaged text in these chunks.");
    }
}

/// <summary>What an update gave: mean losses, targets, and the gradient norm before clipping.</summary>
internal readonly record struct StepResult(double Loss, double NegativeLogLikelihood, long Targets, double GradientNorm);
