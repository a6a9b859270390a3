using Weft.Kernels;
using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Optimization;

/// <summary>
/// The global norm of all gradients that are trained, for scaling down to a limit (Pascanu et al. 2013). On the CPU it is a number;
/// elsewhere it stays on the device, where the update reads it, and only a look at <see cref="Value"/> waits for it.
/// </summary>
internal sealed class GradientNorm
{
    // As PyTorch's clip_grad_norm_ has it.
    private const double Epsilon = 1e-6;

    private readonly Tensor? _onDevice;
    private double? _value;

    private GradientNorm(double value) => _value = value;

    private GradientNorm(Tensor onDevice) => _onDevice = onDevice;

    /// <summary>The root of the sum of squares over all gradients; not finite where any of them is not.</summary>
    public double Value => _value ??= _onDevice!.item<double>();

    /// <summary>Whether <see cref="Value"/> is there already, without waiting for a device.</summary>
    public bool IsKnown => _value is not null;

    /// <summary>Takes the norm; where it is a tensor, that belongs to the caller's scope.</summary>
    internal static GradientNorm Of(ParameterBuffer parameters, KernelPath path)
    {
        var gradients = parameters.Gradients ?? throw new InvalidOperationException("The parameters have no gradients yet.");
        var ranges = parameters.TrainedRanges(_ => 0);
        if (path == KernelPath.Simd)
            return new GradientNorm(Math.Sqrt(ranges.Sum(range => SquareSum.Of(gradients, range.Place))));
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var norms = ranges.Select(range => gradients.narrow(0, range.Place.Start, range.Place.Length).norm()).ToList();
        return norms.Count == 0 ? new GradientNorm(0) : new GradientNorm(stack(norms).to(ScalarType.Float64).norm().MoveToOuterDisposeScope());
    }

    /// <summary>What gradients are multiplied by so that their norm is at most the limit.</summary>
    /// <param name="limit">The largest norm; 0 is no limit.</param>
    internal double Factor(double limit) => limit > 0 ? Math.Min(1, limit / (Value + Epsilon)) : 1;

    /// <summary>The same as a single number on the device, float32, or null where there is no limit.</summary>
    internal Tensor? FactorOnDevice(double limit, Device device)
    {
        if (limit <= 0)
            return null;
        if (_onDevice is null)
            return tensor((float)Factor(limit), device: device);
        using var scope = NewDisposeScope();
        var factor = SafeArithmetic.With(Epsilon, _onDevice.add).reciprocal_().MultiplyInPlace(limit);
        return SafeArithmetic.With(1, factor.clamp_max_).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
