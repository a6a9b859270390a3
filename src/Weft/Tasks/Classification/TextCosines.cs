using Weft.Kernels.CrossEntropy;
using Weft.Modeling.Differentiation;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification;

/// <summary>How alike the vectors of two texts are.</summary>
internal static class TextCosines
{
    // So that weights of about one make sure predictions, and an optimizer gets there soon.
    private const double Scale = 10;

    /// <summary>Cosines, ten times as large.</summary>
    /// <param name="first">[texts, width]</param>
    /// <param name="second">[texts, width]</param>
    /// <returns>[texts, 1]</returns>
    public static Tensor Of(Tensor first, Tensor second) => nn.functional.cosine_similarity(first, second, dim: 1).Times(Scale).unsqueeze(1);

    /// <summary>Vectors of the same directions, of length 1.</summary>
    /// <param name="vectors">[texts, width]</param>
    public static Tensor Unit(Tensor vectors) => nn.functional.normalize(vectors, dim: 1);

    /// <summary>Losses of cosines, and the gradients with respect to the vectors.</summary>
    /// <param name="first">[texts, width], without history.</param>
    /// <param name="second">[texts, width], without history.</param>
    /// <param name="head">Losses of cosines, [texts, 1], and the gradient with respect to them.</param>
    public static (LossSums Sums, Tensor OfFirst, Tensor OfSecond) Differentiate(Tensor first, Tensor second, Func<Tensor, (LossSums Sums, Tensor Gradient)> head)
    {
        var (one, other) = (first.detach().requires_grad_(), second.detach().requires_grad_());
        var cosines = Of(one, other);
        var (sums, gradient) = head(cosines.detach());
        BackwardPass.Run(cosines, gradient);
        return (sums, one.grad!, other.grad!);
    }
}
