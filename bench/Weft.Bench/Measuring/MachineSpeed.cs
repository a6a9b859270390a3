using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using Weft.Runtime;

namespace Weft.Bench.Measuring;

/// <summary>What this machine's matrix products reach at best: what utilisation is a share of.</summary>
internal static class MachineSpeed
{
    /// <summary>Rows and columns of the matrices at most: large enough that starting up and reading memory hardly count.</summary>
    public const int Size = 2048;

    private const int SmallestSize = 128;
    private const int WarmUps = 2;
    private const int LeastProducts = 5;
    private static readonly TimeSpan TimeForEach = TimeSpan.FromSeconds(1);

    // A format that the processor has no instructions for may be a thousand times slower: its matrices stay small.
    private static readonly TimeSpan LongestProduct = TimeSpan.FromSeconds(0.7);

    /// <summary>Measures both number formats, GFLOP/s; bfloat16 is 0 where it cannot be multiplied.</summary>
    /// <param name="threads">The option <c>runtime.threads</c>.</param>
    public static MatrixSpeed Measure(int threads)
    {
        Threads.Set(threads);
        using var frozen = torch.no_grad();
        return new MatrixSpeed(Best(torch.float32), BestIfSupported(torch.bfloat16));
    }

    private static double BestIfSupported(torch.ScalarType type)
    {
        try
        {
            return Best(type);
        }
        catch (ExternalException)
        {
            return 0;
        }
    }

    private static double Best(torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        var (left, right) = (torch.rand(Size, Size).to(type), torch.rand(Size, Size).to(type));
        var size = SmallestSize;
        // A product of twice the size takes eight times as long.
        while (size < Size && 8 * Fastest(left, right, size, WarmUps, TimeSpan.Zero) < LongestProduct.TotalSeconds)
            size *= 2;
        return 2.0 * size * size * size / Fastest(left, right, size, LeastProducts, TimeForEach) / 1e9;
    }

    /// <summary>Seconds of the fastest of several products of the matrices' leading parts.</summary>
    private static double Fastest(torch.Tensor left, torch.Tensor right, int size, int products, TimeSpan time)
    {
        using var scope = torch.NewDisposeScope();
        var (rows, columns) = (left.narrow(0, 0, size).narrow(1, 0, size).contiguous(), right.narrow(0, 0, size).narrow(1, 0, size).contiguous());
        var best = double.MaxValue;
        var total = Stopwatch.StartNew();
        for (var i = 0; i < products || total.Elapsed < time; i++)
        {
            var one = Stopwatch.GetTimestamp();
            rows.matmul(columns).Dispose();
            best = Math.Min(best, Stopwatch.GetElapsedTime(one).TotalSeconds);
        }
        return best;
    }
}
