using Weft.Data;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Differentiation;

namespace Weft.Training;

/// <summary>Adds a batch's gradients to those of the model.</summary>
/// <param name="model">The model.</param>
/// <param name="clock">Learns where the time goes.</param>
internal sealed class BatchGradients(TransformerLanguageModel model, StepClock clock)
{
    /// <summary>Goes forward and backward; the sums of losses belong to the caller's scope.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rows">Its rows that go through the softmax.</param>
    /// <param name="loss">What the loss is, but for what rows count.</param>
    public LossSums Add(Batch batch, LossRows rows, LossSettings loss)
    {
        // The graph begins above the embedding: its gradient is that of the rows that were looked up, never that of the whole table.
        var embedded = model.Embed(batch.Ids).detach().requires_grad_(model.EmbeddingWeight.requires_grad);
        var hidden = model.HiddenOf(embedded, starts: batch.Starts).flatten(0, 1); // [batch * time, dimension]
        clock.Lap(StepPart.Forward);
        // The output computes its own gradients; the graph below it starts from the gradient of its input.
        var (sums, gradient) = model.Output.Differentiate(
            rows.Select(hidden.detach()), rows.Targets, loss with { RowWeights = rows.Weights(hidden.device) });
        var hiddenGradient = rows.Spread(gradient);
        clock.Lap(StepPart.Head);
        // A phase may train the decoder alone.
        if (hidden.requires_grad)
            BackwardPass.Run(hidden, hiddenGradient);
        if (embedded.grad is { } lookedUp)
            model.Weights.AddRows(model.EmbeddingWeight, batch.Ids, lookedUp);
        clock.Lap(StepPart.Backward);
        return sums;
    }
}
