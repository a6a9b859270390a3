using System.Diagnostics;
using TorchSharp;

namespace Weft.Runtime;

/// <summary>The speed of matrix products, in GFLOP/s (a multiplication and an addition are two operations).</summary>
/// <param name="Float32">With 32-bit numbers.</param>
/// <param name="BFloat16">With bfloat16 numbers; 0 where the device cannot multiply them.</param>
internal sealed record MatrixSpeed(double Float32, double BFloat16)
{
    private static readonly TimeSpan TimeForEach = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan BriefTime = TimeSpan.FromMilliseconds(15);

    // A product that takes so long keeps all cores busy for long enough to be timed.
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(2);

    /// <summary>Measures the best of several products of a layer's shape in each format; takes a fraction of a second.</summary>
    /// <param name="device">Where to multiply; the CPU when null.</param>
    public static MatrixSpeed Measure(torch.Device? device = null)
    {
        TorchRuntime.Load();
        device ??= torch.CPU;
        using var noGradient = torch.no_grad();
        return new MatrixSpeed(Measure(torch.float32, device, TimeForEach), MeasureIfSupported(torch.bfloat16, device));
    }

    /// <summary>A rougher measurement of one format, on the CPU.</summary>
    internal static double MeasureBriefly(torch.ScalarType type) => Measure(type, torch.CPU, BriefTime);

    private static double MeasureIfSupported(torch.ScalarType type, torch.Device device)
    {
        try
        {
            return Measure(type, device, TimeForEach);
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            return 0;
        }
    }

    private static double Measure(torch.ScalarType type, torch.Device device, TimeSpan time)
    {
        using var scope = torch.NewDisposeScope();
        var (most, inner, columns) = device.type == DeviceType.CPU ? (1024, 256, 4096) : (2048, 2048, 2048);
        var left = torch.ones([most, inner], type, device);
        var right = torch.ones([columns, inner], type, device).t();
        // More rows until a product takes long enough: a slow format must not take seconds. The first products also pay for setting up
        // the library and its threads.
        var rows = 32;
        Time(left.narrow(0, 0, rows), right, device);
        while (rows < most && Time(left.narrow(0, 0, rows), right, device) < LongEnough.TotalSeconds)
            rows *= 2;
        var chosen = left.narrow(0, 0, rows);
        var best = double.MaxValue;
        var total = Stopwatch.StartNew();
        do
        {
            best = Math.Min(best, Time(chosen, right, device));
        }
        while (total.Elapsed < time);
        return 2.0 * rows * inner * columns / best / 1e9;
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
