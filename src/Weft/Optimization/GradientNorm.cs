using System.Buffers;
using Weft.Kernels;
using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using Weft.Runtime.Tensors;
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
        if (path == KernelPath.Simd)
            return OfBlocks(parameters, new StateShare(0, long.MaxValue), _ => { });
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var norms = NormsOf(parameters, new StateShare(0, long.MaxValue));
        return norms.Count == 0 ? new GradientNorm(0) : new GradientNorm(stack(norms).to(ScalarType.Float64).norm().MoveToOuterDisposeScope());
    }

    /// <summary>The same, where everybody looks at a share of the gradients; on the CPU the bits do not depend on the shares.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="path">How they are reached.</param>
    /// <param name="share">Whose gradients are there.</param>
    /// <param name="sum">Adds up the shares' squares.</param>
    internal static GradientNorm OfShares(ParameterBuffer parameters, KernelPath path, StateShare share, SumOverShares sum)
    {
        if (path == KernelPath.Simd)
            return OfBlocks(parameters, share, sum);
        using var scope = NewDisposeScope();
        Span<double> squares = [NormsOf(parameters, share).Sum(norm => Math.Pow(norm.item<float>(), 2))];
        sum(squares);
        return new GradientNorm(Math.Sqrt(squares[0]));
    }

    private static GradientNorm OfBlocks(ParameterBuffer parameters, StateShare share, SumOverShares sum)
    {
        var gradients = GradientsOf(parameters);
        var ranges = parameters.TrainedRanges(_ => 0);
        var count = ranges.Sum(range => range.Place.Blocks);
        var blocks = ArrayPool<double>.Shared.Rent(count);
        Array.Clear(blocks, 0, count);
        var first = 0;
        foreach (var (range, _) in ranges)
        {
            var own = share.Of(range);
            SquareSum.OfBlocks(gradients, own, blocks.AsMemory(first + range.BlockOf(own.Start), own.Blocks));
            first += range.Blocks;
        }
        sum(blocks.AsSpan(0, count));
        // Range by range, and in each of them block by block: the order is part of the bits.
        var (total, at) = (0.0, 0);
        foreach (var (range, _) in ranges)
        {
            var ofRange = 0.0;
            foreach (var square in blocks.AsSpan(at, range.Blocks))
                ofRange += square;
            total += ofRange;
            at += range.Blocks;
        }
        ArrayPool<double>.Shared.Return(blocks);
        return new GradientNorm(Math.Sqrt(total));
    }

    private static List<Tensor> NormsOf(ParameterBuffer parameters, StateShare share)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var gradients = GradientsOf(parameters);
        return
        [
            .. parameters.TrainedRanges(_ => 0).Select(range => share.Of(range.Place)).Where(range => range.Length > 0)
                .Select(range => gradients.narrow(0, range.Start, range.Length).norm().MoveToOuterDisposeScope()),
        ];
    }

    private static Tensor GradientsOf(ParameterBuffer parameters) =>
        parameters.Gradients ?? throw new InvalidOperationException("The parameters have no gradients yet.");

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
