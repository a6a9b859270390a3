using Weft.Modeling;
using Weft.Sampling.Thinning;
using static TorchSharp.torch;

namespace Weft.Tasks.Passes;

/// <summary>A softmax on the state of every token of a batch: what language models have in common with tasks of classes for tokens.</summary>
internal static class TokenPass
{
    /// <summary>Goes forward and backward, and adds the gradients of the scaled loss to those of the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Chosen examples that were read.</param>
    /// <param name="pass">What the loss is, and what is wanted besides. Its length cuts examples into pieces.</param>
    /// <param name="thinning">Leaves easy targets out; null keeps all.</param>
    /// <param name="clock">Learns where the time goes.</param>
    public static BatchLosses Differentiate(TransformerModel model, ExampleBatch batch, PassSettings pass, TokenThinning? thinning, StepClock clock)
    {
        using var scope = NewDisposeScope();
        clock.Start();
        var tensors = batch.Buffer.ToBatch(model.Weights.Values.device, pass.Length);
        var rows = new LossRows(tensors, batch.Samples, thinning, pass.Workers);
        clock.Lap(StepPart.Data);
        var sums = rows.Differentiate(model, tensors, pass.Loss, clock, pass.StageIsDone);
        var (plain, examples) = rows.Read(sums, pass.MeasuresExamples);
        return new BatchLosses(sums.Smoothed, plain, examples);
    }

    /// <summary>The sum of the plain losses, nats, of a batch's targets, and their number; without gradients.</summary>
    public static (double Loss, long Targets) Measure(TransformerModel model, ExampleBatch batch)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var tensors = batch.Buffer.ToBatch(model.Weights.Values.device);
        var sums = model.Output.Measure(HeadInputs.Of(model, tensors, model.Hidden(tensors).flatten(0, 1)), tensors.Targets.flatten());
        return (sums.NegativeLogLikelihood, sums.Targets);
    }
}
