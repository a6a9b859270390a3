using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Differentiation;
using static TorchSharp.torch;

namespace Weft.Tasks;

/// <summary>Goes forward and backward through a stack and a head: what tasks on Transformers have in common.</summary>
internal static class ModelGradients
{
    /// <summary>Adds a batch's gradients to those of the model; the sums of losses belong to the caller's scope.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="read">What the head is given of the hidden states [batch, time, dimension]: [rows, dimension]. Part of the graph.</param>
    /// <param name="head">Losses of these rows, without history, and the gradient with respect to them; adds the head's own gradients.</param>
    /// <param name="clock">Learns where the time goes.</param>
    public static LossSums Add(
        TransformerModel model, Batch batch, Func<Tensor, Tensor> read, Func<Tensor, (LossSums Sums, Tensor Gradient)> head, StepClock clock)
    {
        // The graph begins above the embedding: its gradient is that of the rows that were looked up, never that of the whole table.
        var embedded = model.Embed(batch.Ids).detach().requires_grad_(model.EmbeddingWeight.requires_grad);
        var rows = read(model.Stack.HiddenOf(embedded, starts: batch.Starts, ends: batch.Ends)); // [rows, dimension]
        clock.Lap(StepPart.Forward);
        // The head computes its own gradients; the graph below it starts from the gradient of its input.
        var (sums, gradient) = head(rows.detach());
        clock.Lap(StepPart.Head);
        // A phase may train the head alone.
        if (rows.requires_grad)
            BackwardPass.Run(rows, gradient);
        if (embedded.grad is { } lookedUp)
            model.Weights.AddRows(model.EmbeddingWeight, batch.Ids, lookedUp);
        clock.Lap(StepPart.Backward);
        return sums;
    }
}
