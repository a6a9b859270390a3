using System.Numerics;
using System.Runtime.InteropServices;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>One update of Adam with decoupled weight decay, worked out for a parameter and a number of updates.</summary>
/// <param name="Keep">What the parameter is multiplied by first: 1, or less for weight decay.</param>
/// <param name="Beta1">Decay of the mean of gradients.</param>
/// <param name="Beta2">Decay of the mean of squares.</param>
/// <param name="Rate">The learning rate over the correction of the mean.</param>
/// <param name="SquareCorrection">The root of the correction of the squares.</param>
/// <param name="Epsilon">Added to the denominator.</param>
internal sealed record AdamUpdate(double Keep, double Beta1, double Beta2, double Rate, double SquareCorrection, double Epsilon);

/// <summary>
/// Adam's update (Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019, algorithm 2). It is bound by memory: one
/// pass over parameter, gradient, mean and square instead of eight. Every number is worked out by itself, so the result
/// does not depend on the number of threads.
/// </summary>
internal static class AdamKernel
{
    private const int NumbersInBlock = 1 << 16;

    /// <summary>Updates parameter, mean and square in place; all four are float32 and of one shape.</summary>
    public static void Update(KernelPath path, Tensor parameter, Tensor gradient, Tensor mean, Tensor square, AdamUpdate update)
    {
        using var scope = NewDisposeScope();
        var fits = parameter.is_contiguous() && mean.is_contiguous() && square.is_contiguous() && parameter.numel() <= int.MaxValue;
        if (path == KernelPath.Tensors || !fits)
        {
            UpdateTensors(parameter, gradient, mean, square, update);
            return;
        }
        var flatGradient = gradient.contiguous().view(-1);
        var parameters = new TensorRows<float>(parameter.view(-1));
        var gradients = new TensorRows<float>(flatGradient);
        var means = new TensorRows<float>(mean.view(-1));
        var squares = new TensorRows<float>(square.view(-1));
        var count = (int)parameter.numel();
        ParallelBlocks.Run((int)(((long)count + NumbersInBlock - 1) / NumbersInBlock), block =>
        {
            var start = block * NumbersInBlock;
            var length = Math.Min(NumbersInBlock, count - start);
            UpdateBlock(
                parameters[0].Slice(start, length), gradients[0].Slice(start, length),
                means[0].Slice(start, length), squares[0].Slice(start, length), update);
        });
        GC.KeepAlive(flatGradient);
    }

    private static void UpdateTensors(Tensor parameter, Tensor gradient, Tensor mean, Tensor square, AdamUpdate update)
    {
        parameter.MultiplyInPlace(update.Keep);
        mean.MultiplyInPlace(update.Beta1).AddInPlace(gradient.Times(1 - update.Beta1));
        square.MultiplyInPlace(update.Beta2).AddInPlace(gradient.mul(gradient).MultiplyInPlace(1 - update.Beta2));
        var denominator = square.sqrt().MultiplyInPlace(1 / update.SquareCorrection);
        SafeArithmetic.With(update.Epsilon, denominator.add_);
        parameter.AddInPlace(mean.div(denominator).MultiplyInPlace(-update.Rate));
    }

    private static void UpdateBlock(
        Span<float> parameters, Span<float> gradients, Span<float> means, Span<float> squares, AdamUpdate update)
    {
        var whole = parameters.Length - parameters.Length % Vector<float>.Count;
        UpdateVectors(
            MemoryMarshal.Cast<float, Vector<float>>(parameters[..whole]), MemoryMarshal.Cast<float, Vector<float>>(gradients[..whole]),
            MemoryMarshal.Cast<float, Vector<float>>(means[..whole]), MemoryMarshal.Cast<float, Vector<float>>(squares[..whole]), update);
        if (whole == parameters.Length)
            return;
        // The rest goes through a vector of its own: the same instructions on the same kind of number.
        Span<Vector<float>> rest = stackalloc Vector<float>[4];
        var numbers = MemoryMarshal.Cast<Vector<float>, float>(rest);
        var (p, g, m, s) = (0, Vector<float>.Count, 2 * Vector<float>.Count, 3 * Vector<float>.Count);
        parameters[whole..].CopyTo(numbers[p..]);
        gradients[whole..].CopyTo(numbers[g..]);
        means[whole..].CopyTo(numbers[m..]);
        squares[whole..].CopyTo(numbers[s..]);
        UpdateVectors(rest[..1], rest[1..2], rest[2..3], rest[3..], update);
        var left = parameters.Length - whole;
        numbers.Slice(p, left).CopyTo(parameters[whole..]);
        numbers.Slice(m, left).CopyTo(means[whole..]);
        numbers.Slice(s, left).CopyTo(squares[whole..]);
    }

    private static void UpdateVectors(
        Span<Vector<float>> parameters, Span<Vector<float>> gradients, Span<Vector<float>> means, Span<Vector<float>> squares,
        AdamUpdate update)
    {
        var (beta1, beta2) = (new Vector<float>((float)update.Beta1), new Vector<float>((float)update.Beta2));
        var (rest1, rest2) = (new Vector<float>((float)(1 - update.Beta1)), new Vector<float>((float)(1 - update.Beta2)));
        var (keep, rate) = (new Vector<float>((float)update.Keep), new Vector<float>((float)update.Rate));
        var correction = new Vector<float>((float)update.SquareCorrection);
        var epsilon = new Vector<float>((float)update.Epsilon);
        for (var i = 0; i < parameters.Length; i++)
        {
            var gradient = gradients[i];
            var mean = means[i] * beta1 + gradient * rest1;
            var square = squares[i] * beta2 + gradient * gradient * rest2;
            means[i] = mean;
            squares[i] = square;
            parameters[i] = parameters[i] * keep - rate * (mean / (Vector.SquareRoot(square) / correction + epsilon));
        }
    }
}
