using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using Weft.Runtime;

namespace Weft.Bench.Measuring;

/// <summary>What this machine's matrix products reach at best: what utilisation is a share of.</summary>
internal static class MachineSpeed
{
    /// <summary>Rows and columns of the matrices: large enough that starting up and reading memory hardly count.</summary>
    public const int Size = 2048;

    private const int WarmUps = 2;
    private const int LeastProducts = 5;
    private static readonly TimeSpan TimeForEach = TimeSpan.FromSeconds(1);

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
        for (var i = 0; i < WarmUps; i++)
            left.matmul(right).Dispose();
        var best = double.MaxValue;
        var total = Stopwatch.StartNew();
        for (var i = 0; i < LeastProducts || total.Elapsed < TimeForEach; i++)
        {
            var one = Stopwatch.GetTimestamp();
            left.matmul(right).Dispose();
            best = Math.Min(best, Stopwatch.GetElapsedTime(one).TotalSeconds);
        }
        return 2.0 * Size * Size * Size / best / 1e9;
    }
}
