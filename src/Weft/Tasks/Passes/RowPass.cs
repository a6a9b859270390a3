using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Tasks.Passes;

/// <summary>One loss for every row of a batch: what tasks have in common whose examples have one target, and are read as a whole.</summary>
internal static class RowPass
{
    /// <summary>Goes forward and backward, and adds the gradients of the scaled loss to those of the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Chosen examples that were read.</param>
    /// <param name="pass">What the loss is, and what is wanted besides.</param>
    /// <param name="clock">Learns where the time goes.</param>
    /// <param name="add">Adds the gradients of a batch that has a row; gives the losses of its rows.</param>
    public static BatchLosses Differentiate(TransformerModel model, ExampleBatch batch, PassSettings pass, StepClock clock, Func<Batch, LossSettings, LossSums> add)
    {
        using var scope = NewDisposeScope();
        clock.Start();
        var device = model.Weights.Values.device;
        // An example is never cut into pieces.
        var tensors = batch.Buffer.ToBatch(device);
        var weights = batch.Samples.Weights;
        var loss = pass.Loss with { RowWeights = weights is null ? null : tensor(weights, device: device), FirstRow = batch.Samples.First };
        clock.Lap(StepPart.Data);
        // A worker without rows adds nothing: there are fewer than workers.
        var sums = tensors.Targets.numel() == 0 ? LossSums.None() : add(tensors, loss);
        var (plain, examples) = Read(sums, weights, pass);
        return new BatchLosses(sums.Smoothed, plain, examples);
    }

    // The sum of the plain losses, each counted as its example is, and the loss of each.
    private static (double Plain, ExampleLoss[] Examples) Read(LossSums sums, float[]? weights, PassSettings pass)
    {
        if (!pass.MeasuresExamples && weights is null)
            return (sums.NegativeLogLikelihood, []);
        using var here = sums.Rows.cpu();
        var losses = TensorMemory.Span<float>(here);
        var sum = 0.0;
        for (var i = 0; i < losses.Length; i++)
            sum += losses[i] * (weights?[i] ?? 1);
        return (sum, pass.MeasuresExamples ? Array.ConvertAll(losses.ToArray(), loss => new ExampleLoss(loss, 1)) : []);
    }
}
