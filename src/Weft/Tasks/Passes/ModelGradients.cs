using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Differentiation;
using static TorchSharp.torch;

namespace Weft.Tasks.Passes;

/// <summary>Goes forward and backward through stacks and a head: what tasks on Transformers have in common.</summary>
internal static class ModelGradients
{
    /// <summary>Adds a batch's gradients to those of the model; the sums of losses belong to the caller's scope.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The batch; of an encoder-decoder the target, with its source.</param>
    /// <param name="read">What the head is given of the hidden states [batch, time, dimension]: [rows, dimension]. Part of the graph.</param>
    /// <param name="head">Losses of these rows, without history, and the gradient with respect to them; adds the head's own gradients.</param>
    /// <param name="clock">Learns where the time goes.</param>
    /// <param name="stageIsDone">As <see cref="PassSettings.StageIsDone"/>.</param>
    public static LossSums Add(
        TransformerModel model, Batch batch, Func<Tensor, Tensor> read, Func<Tensor, (LossSums Sums, Tensor Gradient)> head, StepClock clock,
        Action<int>? stageIsDone = null)
    {
        var (to, cuts) = (Input.Of(model.Stack, batch), stageIsDone is null ? null : new GraphCuts());
        if (model is not EncoderDecoderModel both)
            return AddBelow(model, read(model.Stack.HiddenOf(to.Embedded, starts: batch.Starts, ends: batch.Ends, cuts: cuts)), head, clock, cuts, stageIsDone, to);
        var source = EncoderDecoderModel.SourceOf(batch);
        var from = Input.Of(both.Encoder, source);
        var memory = both.Remember(source, from.Embedded, cuts);
        var rows = read(both.Stack.HiddenOf(to.Embedded, starts: batch.Starts, memory: memory, cuts: cuts)); // [rows, dimension]
        return AddBelow(model, rows, head, clock, cuts, stageIsDone, from, to);
    }

    /// <summary>The same for two texts that one stack reads, each alone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="first">The first texts.</param>
    /// <param name="second">The second ones, as many rows.</param>
    /// <param name="read">What the head is given of the hidden states of either, [batch, time, dimension]: [rows, dimension]. Part of the graph.</param>
    /// <param name="head">As above, of the rows of the first texts and then those of the second ones.</param>
    /// <param name="clock">As above.</param>
    /// <remarks>The gradients of a layer are complete when both texts have gone through it: nobody hears of them before.</remarks>
    public static LossSums AddOfBoth(
        TransformerModel model, Batch first, Batch second, Func<Tensor, Batch, Tensor> read, Func<Tensor, (LossSums Sums, Tensor Gradient)> head, StepClock clock)
    {
        var (one, other) = (Input.Of(model.Stack, first), Input.Of(model.Stack, second));
        var rows = cat([Read(one, first), Read(other, second)]); // [2 * rows, dimension]
        return AddBelow(model, rows, head, clock, cuts: null, stageIsDone: null, one, other);

        Tensor Read(Input input, Batch batch) => read(model.Stack.HiddenOf(input.Embedded, starts: batch.Starts, ends: batch.Ends), batch);
    }

    private static LossSums AddBelow(
        TransformerModel model, Tensor rows, Func<Tensor, (LossSums Sums, Tensor Gradient)> head, StepClock clock, GraphCuts? cuts, Action<int>? stageIsDone,
        params ReadOnlySpan<Input> inputs)
    {
        clock.Lap(StepPart.Forward);
        // The head computes its own gradients; the graph below it starts from the gradient of its input.
        var (sums, gradient) = head(rows.detach());
        clock.Lap(StepPart.Head);
        stageIsDone?.Invoke(0);
        (cuts ?? new GraphCuts()).Run(rows, gradient, stageIsDone);
        foreach (var (stack, ids, embedded) in inputs)
        {
            if (embedded.grad is { } lookedUp)
                model.Weights.AddRows(stack.EmbeddingWeight, ids, lookedUp);
        }
        clock.Lap(StepPart.Backward);
        return sums;
    }

    /// <summary>Where the graph begins, above the embedding: its gradient is that of the rows that were looked up, never that of the whole table. Patches of pictures need none.</summary>
    private sealed record Input(TransformerStack Stack, Tensor Ids, Tensor Embedded)
    {
        public static Input Of(TransformerStack stack, Batch batch) =>
            new(stack, batch.Ids, batch.Patches ?? stack.Embed(batch.Ids).detach().requires_grad_(stack.EmbeddingWeight.requires_grad));
    }
}
