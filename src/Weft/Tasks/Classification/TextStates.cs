using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Tasks.Passes;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification;

/// <summary>What the head of a classifier sees of a text: one state of the Transformer, and the sum of its n-grams' vectors beside it where the model has these.</summary>
internal static class TextStates
{
    /// <summary>Those of a batch, without gradients.</summary>
    /// <returns>[batch, dimension and that of n-grams]</returns>
    public static Tensor Of(TransformerModel model, Batch batch) => HeadInputs.Of(model, batch, Pooled(model, model.Hidden(batch), batch));

    /// <summary>Adds a batch's gradients to those of the model; the sums of losses belong to the caller's scope.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="targets">What the head learns.</param>
    /// <param name="loss">What the loss is.</param>
    /// <param name="clock">Learns where the time goes.</param>
    /// <param name="stageIsDone">As <see cref="PassSettings.StageIsDone"/>.</param>
    public static LossSums Differentiate(TransformerModel model, Batch batch, ILabelTargets targets, LossSettings loss, StepClock clock, Action<int>? stageIsDone) => ModelGradients.Add(
        model, batch, hidden => Pooled(model, hidden, batch),
        pooled => HeadInputs.Differentiate(model, batch, pooled, inputs => targets.Differentiate(model.Output, inputs, batch.Targets, loss)), clock, stageIsDone);

    private static Tensor Pooled(TransformerModel model, Tensor hidden, Batch batch) => PooledStates.Of(hidden, batch, model.Options.Pooling);
}
