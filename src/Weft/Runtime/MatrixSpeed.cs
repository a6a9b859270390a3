using System.Diagnostics;
using TorchSharp;

namespace Weft.Runtime;

/// <summary>The speed of matrix products, in GFLOP/s (a multiplication and an addition are two operations).</summary>
/// <param name="Float32">With 32-bit numbers.</param>
/// <param name="BFloat16">With bfloat16 numbers; 0 where the device cannot multiply them.</param>
public sealed record MatrixSpeed(double Float32, double BFloat16)
{
    private const int WarmUps = 3;
    private static readonly TimeSpan TimeForEach = TimeSpan.FromMilliseconds(80);

    /// <summary>Measures the best of several products of square matrices in each format; takes a fraction of a second.</summary>
    /// <param name="device">Where to multiply; the CPU when null.</param>
    public static MatrixSpeed Measure(torch.Device? device = null)
    {
        TorchRuntime.Load();
        device ??= torch.CPU;
        using var noGradient = torch.no_grad();
        return new MatrixSpeed(Measure(torch.float32, device), MeasureIfSupported(torch.bfloat16, device));
    }

    private static double MeasureIfSupported(torch.ScalarType type, torch.Device device)
    {
        try
        {
            return Measure(type, device);
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            return 0;
        }
    }

    private static double Measure(torch.ScalarType type, torch.Device device)
    {
        using var scope = torch.NewDisposeScope();
        // Large enough to keep all cores busy, small enough that a slow machine is done in time.
        var size = device.type == DeviceType.CPU ? 512 : 2048;
        var left = torch.ones([size, size], type, device);
        var right = torch.ones([size, size], type, device);
        // The first products also pay for setting up the library and its threads, and are not counted.
        for (var i = 0; i < WarmUps; i++)
            Time(left, right, device);
        var best = double.MaxValue;
        var total = Stopwatch.StartNew();
        do
        {
            best = Math.Min(best, Time(left, right, device));
        }
        while (total.Elapsed < TimeForEach);
        return 2.0 * size * size * size / best / 1e9;
    }

    private static double Time(torch.Tensor left, torch.Tensor right, torch.Device device)
    {
        var time = Stopwatch.StartNew();
        using var product = left.matmul(right);
        if (device.type == DeviceType.CUDA)
            torch.cuda.synchronize(device);
        return time.Elapsed.TotalSeconds;
    }
}
