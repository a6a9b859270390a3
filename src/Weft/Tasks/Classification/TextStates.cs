using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Tasks.Passes;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification;

/// <summary>What the head of a classifier sees of a text: one state of the Transformer, and the sum of its n-grams' vectors beside it where the model has these. Of two texts
/// that are read apart it sees the cosine between what it would see of each.</summary>
internal static class TextStates
{
    /// <summary>Those of a batch, without gradients.</summary>
    /// <returns>[batch, dimension and that of n-grams], or [batch, 1] of cosines.</returns>
    public static Tensor Of(TransformerModel model, Batch batch) =>
        batch.Source is { } first ? TextCosines.Of(VectorsOf(model, first), VectorsOf(model, batch)) : VectorsOf(model, batch);

    /// <summary>What is seen of single texts, without gradients.</summary>
    /// <returns>[batch, dimension and that of n-grams]</returns>
    public static Tensor VectorsOf(TransformerModel model, Batch batch) => HeadInputs.Of(model, batch, Pooled(model, model.Hidden(batch), batch));

    /// <summary>Adds a batch's gradients to those of the model; the sums of losses belong to the caller's scope.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="targets">What the head learns.</param>
    /// <param name="loss">What the loss is.</param>
    /// <param name="clock">Learns where the time goes.</param>
    /// <param name="stageIsDone">As <see cref="PassSettings.StageIsDone"/>.</param>
    public static LossSums Differentiate(TransformerModel model, Batch batch, ILabelTargets targets, LossSettings loss, StepClock clock, Action<int>? stageIsDone)
    {
        return batch.Source is { } first
            ? ModelGradients.AddOfBoth(model, first, batch, (hidden, texts) => Pooled(model, hidden, texts), OfBoth, clock)
            : ModelGradients.Add(model, batch, hidden => Pooled(model, hidden, batch), pooled => HeadInputs.Differentiate(model, batch, pooled, Head), clock, stageIsDone);

        (LossSums Sums, Tensor Gradient) Head(Tensor inputs) => targets.Differentiate(model.Output, inputs, batch.Targets, loss);

        (LossSums Sums, Tensor Gradient) OfBoth(Tensor pooled)
        {
            var parts = pooled.chunk(2);
            var (sums, ofFirst, ofSecond) = TextCosines.Differentiate(HeadInputs.Of(model, first, parts[0]), HeadInputs.Of(model, batch, parts[1]), Head);
            return (sums, cat([HeadInputs.ToStates(model, first, ofFirst), HeadInputs.ToStates(model, batch, ofSecond)]));
        }
    }

    private static Tensor Pooled(TransformerModel model, Tensor hidden, Batch batch) => PooledStates.Of(hidden, batch, model.Options.Pooling);
}
