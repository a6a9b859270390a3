using System.Diagnostics;
using static TorchSharp.torch;

namespace Weft.Workers.Probe;

/// <summary>How fast a sum is.</summary>
internal static class Speed
{
    /// <summary>Of so many MiB of float32: the size over the time of the best and of the middle one of many.</summary>
    public static string Measure(IWorkers workers, int mebibytes)
    {
        using var numbers = ones(mebibytes * 262_144L);
        var times = new List<double>();
        for (var i = 0; i < Math.Max(10, 400 / mebibytes); i++)
        {
            workers.Sum(new double[1]);
            var began = Stopwatch.GetTimestamp();
            workers.SumTensor(numbers);
            times.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        times.Sort();
        var bytes = mebibytes * 1024.0 * 1024 / 1e9;
        return $"{mebibytes} MiB: best {bytes / times[0]:0.00} GB/s, median {bytes / times[times.Count / 2]:0.00} GB/s, {times[times.Count / 2] * 1e3:0.00} ms";
    }
}
