using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling.Outputs;

/// <summary>The classes of one softmax: a row of weights for each, from one table or several, and a bias.</summary>
internal sealed class SoftmaxClasses(IReadOnlyList<TableRows> rows, Parameter bias, ScalarType products, KernelPath path)
{
    /// <summary>The weights in the type of products, [classes, width]: a view where they are float32 and lie together.</summary>
    public Tensor Weight()
    {
        var parts = rows.Select(part => part.Weight().to(products)).ToList();
        return parts.Count == 1 ? parts[0] : cat(parts);
    }

    /// <summary>The scores of every class.</summary>
    /// <param name="hidden">[…, width], float32.</param>
    /// <returns>[…, classes], float32.</returns>
    public Tensor Scores(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        return Scores(hidden, Weight()).MoveToOuterDisposeScope();
    }

    /// <summary>The same with weights from <see cref="Weight"/>, for many products with the same ones.</summary>
    public Tensor Scores(Tensor hidden, Tensor weight) => products == ScalarType.Float32
        ? nn.functional.linear(hidden, weight, bias)
        : nn.functional.linear(hidden.to(products), weight).to(ScalarType.Float32).Plus(bias);

    /// <summary>Scores hidden states against targets and adds the gradients to the parameters', where any of these is trained.</summary>
    /// <inheritdoc cref="OutputLayer.Differentiate"/>
    public (LossSums Sums, Tensor HiddenGradient) Differentiate(Tensor hidden, Tensor targets, LossSettings loss)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var weight = Weight();
        var gradients = IsTrained ? Gradients(weight) : ((Tensor Weight, Tensor Bias)?)null;
        var (sums, hiddenGradient) = LinearCrossEntropy.Differentiate(hidden, (weight, bias), gradients, targets, loss, products, path);
        if (rows.Count > 1 && gradients is { } together)
        {
            var parts = together.Weight.split([.. rows.Select(part => part.Count)]);
            foreach (var (part, partGradient) in rows.Zip(parts))
                part.Gradient().AddInPlace(partGradient);
        }
        return (sums.MoveToOuterDisposeScope(), hiddenGradient.MoveToOuterDisposeScope());
    }

    /// <summary>Scores hidden states against targets.</summary>
    /// <inheritdoc cref="OutputLayer.Measure"/>
    public LossSums Measure(Tensor hidden, Tensor targets, bool predictions)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var sums = LinearCrossEntropy.Measure(hidden, (Weight(), bias), targets, products, path, predictions);
        return sums.MoveToOuterDisposeScope();
    }

    /// <summary>Sets the biases to the logarithms of shares.</summary>
    public void SetBias(IEnumerable<double> shares)
    {
        using var frozen = no_grad();
        using var logarithms = tensor(shares.Select(share => (float)Math.Log(share)).ToArray());
        bias.copy_(logarithms);
    }

    private bool IsTrained => bias.requires_grad || rows.Any(part => part.Table.requires_grad);

    /// <summary>What the gradients are added to. Rows of several tables have none that lies together: they get one for the moment.</summary>
    private (Tensor Weight, Tensor Bias) Gradients(Tensor weight) =>
        (rows.Count == 1 ? rows[0].Gradient() : zeros_like(weight, ScalarType.Float32), bias.Gradient());
}
