using TorchSharp;
using Weft.Runtime;

namespace Weft.Kernels.Autotuning;

/// <summary>Measures this machine's processor, in about a second.</summary>
internal static class Autotuner
{
    private const int Rounds = 2;
    private const int FewestCoresToDoubt = 4;
    private const double SecondsAtMost = 0.8;

    /// <summary>The sizes of tiles that are tried, the usual one first.</summary>
    public static IReadOnlyList<int> TileRows { get; } = [KernelSettings.UsualRowsAtOnce, 64, 128];

    /// <summary>The numbers of threads that are worth trying on so many cores, the usual one first.</summary>
    /// <remarks>
    /// One thread for each core, or for every second: where two "cores" are the halves of one, as on most virtual machines, the second
    /// half has no vector units of its own.
    /// </remarks>
    public static IReadOnlyList<int> ThreadsFor(int cores) => cores < FewestCoresToDoubt ? [cores] : [cores, cores / 2];

    /// <summary>Finds the number of threads, then the number format, then the size of the decoder's tiles.</summary>
    public static AutotuningFinding Measure(MachineKey machine)
    {
        var (threadsBefore, rowsBefore) = (Threads.Current, KernelSettings.RowsAtOnce);
        using var frozen = torch.no_grad();
        try
        {
            var threads = Contest.Winner(ThreadsFor(machine.Cores), Rounds, SecondsWith);
            // One thread's speed is found even while other programs run; several wait for whichever of them was put off.
            Threads.Set(1);
            var speed = MatrixSpeed.Measure();
            Threads.Set(threads);
            return new AutotuningFinding(machine, speed, threads, FindRows(speed, threads));
        }
        finally
        {
            Threads.Set(threadsBefore);
            KernelSettings.RowsAtOnce = rowsBefore;
        }
    }

    private static double SecondsWith(int threads)
    {
        Threads.Set(threads);
        return 1 / MatrixSpeed.MeasureBriefly(torch.float32);
    }

    private static int FindRows(MatrixSpeed speed, int threads)
    {
        var precision = PrecisionChoice.Choose(speed);
        var columns = HeadTrial.ColumnsFor(threads * (precision == Precision.BFloat16 ? speed.BFloat16 : speed.Float32));
        // On a slow processor the products are all that counts, and they would take seconds to measure.
        if (columns < HeadTrial.FewestColumns)
            return KernelSettings.UsualRowsAtOnce;
        using var trial = new HeadTrial(columns, precision);
        return Contest.Winner(TileRows, Rounds, trial.Seconds, SecondsAtMost);
    }
}
