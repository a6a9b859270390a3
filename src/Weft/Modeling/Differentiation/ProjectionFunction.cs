using TorchSharp.Modules;
using Weft.Kernels.Layers;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling.Differentiation;

/// <summary>
/// input · weightᵀ + bias, or without a bias. Both products of a matrix take its rounded working copy, and the gradients of weight and bias are added to their
/// float32 sums at once: no matrix is rounded or widened within the graph.
/// </summary>
internal sealed class ProjectionFunction : GraphFunction<ProjectionFunction>
{
    /// <inheritdoc/>
    protected override int Inputs => 4;

    /// <param name="input">[…, inputs], float32 or the factor's type.</param>
    /// <param name="weight">[outputs, inputs], float32.</param>
    /// <param name="bias">[outputs], float32, or null.</param>
    /// <param name="factor">The weight in the type of products, without history; it must not change before the backward pass.</param>
    /// <returns>[…, outputs], in the factor's type.</returns>
    public static Tensor Apply(Tensor input, Parameter weight, Parameter? bias, Tensor factor) =>
        apply(input, weight, bias!, new Saved(weight, bias, factor, input.dtype, input.requires_grad));

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var saved = (Saved)vars[3];
        var rounded = ((Tensor)vars[0]).to(saved.Factor.dtype);
        Save(ctx, saved, rounded);
        using var bias = saved.Bias?.to(saved.Factor.dtype);
        return nn.functional.linear(rounded, saved.Factor, bias);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Differentiate(autograd.AutogradContext context, Tensor gradient)
    {
        var saved = StateOf<Saved>(context);
        using var input = context.get_saved_variables()[0];
        using var whole = gradient.contiguous();
        using var rows = whole.view(-1, gradient.size(-1)); // [rows, outputs]
        if (saved.Weight.requires_grad)
        {
            using var sums = saved.Weight.Gradient();
            using var inputs = input.reshape(-1, input.size(-1));
            AddWeightGradient(sums, rows, inputs);
        }
        if (saved.Bias is { requires_grad: true })
        {
            using var sums = saved.Bias.Gradient();
            GradientSums.AddColumns(sums, rows);
        }
        return [saved.NeedsInputGradient ? InputGradient(rows, saved, input) : null, null, null, null];
    }

    private static Tensor InputGradient(Tensor rows, Saved saved, Tensor input)
    {
        using var product = rows.matmul(saved.Factor);
        using var shaped = product.view_as(input);
        return shaped.to(saved.InputType);
    }

    private static void AddWeightGradient(Tensor sums, Tensor gradient, Tensor input)
    {
        using var transposed = gradient.t();
        if (input.dtype == ScalarType.Float32)
        {
            sums.addmm_(transposed, input);
            return;
        }
        using var product = transposed.matmul(input);
        GradientSums.Add(sums, product);
    }

    private sealed record Saved(Parameter Weight, Parameter? Bias, Tensor Factor, ScalarType InputType, bool NeedsInputGradient);
}
