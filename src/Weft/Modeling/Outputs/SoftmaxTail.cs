using TorchSharp.Modules;
using Weft.Kernels.CrossEntropy;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling.Outputs;

/// <summary>One tail of the adaptive softmax: a narrow view of the hidden state, and the probabilities of its tokens given the tail.</summary>
/// <param name="Projection">[width, dimension].</param>
/// <param name="Classes">The tail's tokens, each with a row of the tail's width.</param>
/// <param name="Products">The type in which products are taken.</param>
internal sealed record SoftmaxTail(Parameter Projection, SoftmaxClasses Classes, ScalarType Products)
{
    /// <summary>Scores the rows whose targets are in the tail, and adds the gradients to the parameters'.</summary>
    /// <param name="hidden">[rows, dimension], float32.</param>
    /// <param name="classes">[rows], int64: tokens of the tail, counted from its first.</param>
    /// <param name="loss">What the loss is.</param>
    /// <returns>The sums, not scaled, and the gradient with respect to <paramref name="hidden"/>.</returns>
    public (LossSums Sums, Tensor HiddenGradient) Differentiate(Tensor hidden, Tensor classes, LossSettings loss)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var (input, projection) = (hidden.to(Products), Projection.to(Products));
        var (sums, gradient) = Classes.Differentiate(input.matmul(projection.t()).to(ScalarType.Float32), classes, loss);
        gradient = gradient.to(Products); // [rows, width]
        if (Projection.requires_grad)
            Projection.Gradient().AddInPlace(gradient.t().matmul(input));
        var hiddenGradient = gradient.matmul(projection).to(ScalarType.Float32);
        return (sums.MoveToOuterDisposeScope(), hiddenGradient.MoveToOuterDisposeScope());
    }

    /// <summary>Scores rows against tokens of the tail, given that the tail has the token.</summary>
    /// <param name="hidden">[rows, dimension], float32.</param>
    /// <param name="classes">[rows], int64, as for <see cref="Differentiate"/>.</param>
    /// <returns>Losses, and the tail's likeliest token for each row; the caller's scope owns them.</returns>
    public LossSums Measure(Tensor hidden, Tensor classes)
    {
        using var scope = NewDisposeScope();
        var narrow = nn.functional.linear(hidden.to(Products), Projection.to(Products)).to(ScalarType.Float32); // [rows, width]
        return Classes.Measure(narrow, classes, predictions: true).MoveToOuterDisposeScope();
    }

    /// <summary>The logarithms of the tokens' probabilities, given that the tail has the token.</summary>
    /// <param name="hidden">[…, dimension], float32.</param>
    /// <returns>[…, classes], float32.</returns>
    public Tensor LogProbabilities(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        var narrow = nn.functional.linear(hidden.to(Products), Projection.to(Products)); // […, width]
        return Classes.Scores(narrow).log_softmax(-1).MoveToOuterDisposeScope();
    }
}
