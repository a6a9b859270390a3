using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using static TorchSharp.torch;

namespace Weft.Tasks.Passes;

/// <summary>What a head sees: states of the Transformer, and beside each the sum of its n-grams' vectors where the model has these.</summary>
internal static class HeadInputs
{
    /// <summary>Those of a batch, without history of the n-grams.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Has the n-grams of each state.</param>
    /// <param name="states">[rows, dimension]</param>
    /// <returns>[rows, dimension and that of n-grams]</returns>
    public static Tensor Of(TransformerModel model, Batch batch, Tensor states) => model.Ngrams is null ? states : cat([states, model.Ngrams.Sum(batch.Ngrams!)], 1);

    /// <summary>Losses, and the gradient with respect to the states; adds those of head and n-grams to the model's.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Has the n-grams of each state.</param>
    /// <param name="states">[rows, dimension], without history.</param>
    /// <param name="head">Losses of what the head sees, and the gradient with respect to it; adds the head's own gradients.</param>
    /// <returns>The losses, and the gradient, [rows, dimension].</returns>
    public static (LossSums Sums, Tensor Gradient) Differentiate(TransformerModel model, Batch batch, Tensor states, Func<Tensor, (LossSums Sums, Tensor Gradient)> head)
    {
        var (sums, gradient) = head(Of(model, batch, states));
        return (sums, ToStates(model, batch, gradient));
    }

    /// <summary>Adds the gradients of the n-grams.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Has the n-grams of each state.</param>
    /// <param name="gradient">The gradient with respect to what <see cref="Of"/> gave.</param>
    /// <returns>The gradient with respect to the states, [rows, dimension].</returns>
    public static Tensor ToStates(TransformerModel model, Batch batch, Tensor gradient)
    {
        if (model.Ngrams is null)
            return gradient;
        var ofNgrams = model.Ngrams.Weight.shape[1];
        var width = gradient.shape[1] - ofNgrams;
        model.Ngrams.AddGradient(batch.Ngrams!, gradient.narrow(1, width, ofNgrams), model.Weights);
        return gradient.narrow(1, 0, width);
    }
}
