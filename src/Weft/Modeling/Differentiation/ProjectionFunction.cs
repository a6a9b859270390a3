using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Modeling.Differentiation;

/// <summary>
/// input · weightᵀ + bias. Both products of a matrix take its rounded working copy, and the gradients of weight and bias are added to their
/// float32 sums at once: no matrix is rounded or widened within the graph.
/// </summary>
internal sealed class ProjectionFunction : GraphFunction<ProjectionFunction>
{
    /// <inheritdoc/>
    protected override int Inputs => 4;

    /// <param name="input">[…, inputs], float32 or the factor's type.</param>
    /// <param name="weight">[outputs, inputs], float32.</param>
    /// <param name="bias">[outputs], float32.</param>
    /// <param name="factor">The weight in the type of products, without history; it must not change before the backward pass.</param>
    /// <returns>[…, outputs], in the factor's type.</returns>
    public static Tensor Apply(Tensor input, Parameter weight, Parameter bias, Tensor factor) =>
        apply(input, weight, bias, new Saved(weight, bias, factor, input.dtype, input.requires_grad));

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var saved = (Saved)vars[3];
        using var scope = NewDisposeScope();
        var rounded = ((Tensor)vars[0]).to(saved.Factor.dtype);
        Save(ctx, saved, rounded.MoveToOuterDisposeScope());
        return nn.functional.linear(rounded, saved.Factor, saved.Bias.to(saved.Factor.dtype)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override Tensor?[] Differentiate(autograd.AutogradContext context, Tensor gradient)
    {
        var saved = StateOf<Saved>(context);
        using var scope = NewDisposeScope();
        var input = context.get_saved_variables()[0];
        var rows = gradient.contiguous().view(-1, gradient.shape[^1]); // [rows, outputs]
        if (saved.Weight.requires_grad)
            AddWeightGradient(saved.Weight.Gradient(), rows, input.reshape(-1, input.shape[^1]));
        if (saved.Bias.requires_grad)
            GradientSums.AddColumns(saved.Bias.Gradient(), rows);
        var inputGradient = saved.NeedsInputGradient
            ? rows.matmul(saved.Factor).view(input.shape).to(saved.InputType).MoveToOuterDisposeScope()
            : null;
        return [inputGradient, null, null, null];
    }

    private static void AddWeightGradient(Tensor sums, Tensor gradient, Tensor input)
    {
        if (input.dtype == ScalarType.Float32)
            sums.addmm_(gradient.t(), input);
        else
            GradientSums.Add(sums, gradient.t().matmul(input));
    }

    private sealed record Saved(Parameter Weight, Parameter Bias, Tensor Factor, ScalarType InputType, bool NeedsInputGradient);
}
