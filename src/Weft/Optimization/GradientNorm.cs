using TorchSharp.Modules;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Optimization;

/// <summary>The global norm of all gradients, and scaling down to a limit (Pascanu et al. 2013).</summary>
public static class GradientNorm
{
    /// <summary>The root of the sum of squares over all gradients; not finite where any of them is not.</summary>
    public static double Of(IEnumerable<Parameter> parameters)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var norms = parameters.Select(parameter => parameter.grad).OfType<Tensor>().Select(gradient => gradient.norm()).ToList();
        return norms.Count == 0 ? 0 : stack(norms).to(ScalarType.Float64).norm().item<double>();
    }

    /// <summary>Multiplies the gradients so that their norm is at most the limit.</summary>
    /// <param name="parameters">Whose gradients.</param>
    /// <param name="norm">Their norm, from <see cref="Of"/>.</param>
    /// <param name="limit">The largest norm; 0 is no limit.</param>
    public static void Clip(IEnumerable<Parameter> parameters, double norm, double limit)
    {
        if (limit <= 0 || norm <= limit)
            return;
        using var frozen = no_grad();
        foreach (var parameter in parameters)
            parameter.grad?.MultiplyInPlace(limit / (norm + 1e-6));
    }
}
