using TorchSharp;

namespace Weft.Runtime.Calibration;

/// <summary>Measures this machine's processor, in about a second.</summary>
internal static class Calibrator
{
    private const int Rounds = 2;

    /// <summary>Finds the number of threads, then the number format, then the size of the decoder's chunks.</summary>
    public static CalibrationFinding Measure(MachineKey machine)
    {
        var before = Threads.Current;
        using var frozen = torch.no_grad();
        try
        {
            var threads = Threads.Set(FindThreads(machine.Cores));
            var speed = MatrixSpeed.Measure();
            return new CalibrationFinding(machine, speed, threads, FindRows(speed));
        }
        finally
        {
            Threads.Set(before);
        }
    }

    /// <summary>
    /// One thread for each core, or for every second: where two "cores" are the halves of one, as on most virtual machines, the second
    /// half has no vector units of its own.
    /// </summary>
    private static int FindThreads(int cores)
    {
        int[] candidates = cores > 1 ? [cores, cores / 2] : [1];
        return Contest.Winner(candidates, Rounds, threads =>
        {
            Threads.Set(threads);
            return 1 / MatrixSpeed.MeasureBriefly(torch.float32);
        });
    }

    private static int FindRows(MatrixSpeed speed)
    {
        var precision = PrecisionChoice.Choose(speed);
        var columns = HeadTrial.ColumnsFor(precision == Precision.BFloat16 ? speed.BFloat16 : speed.Float32);
        // On a slow processor the products are all that counts, and they would take seconds to measure.
        if (columns < HeadTrial.FewestColumns)
            return CalibrationFinding.UsualRowsAtOnce;
        using var trial = new HeadTrial(columns, precision);
        return Contest.Winner([CalibrationFinding.UsualRowsAtOnce, 128, 512, 1024], Rounds, trial.Seconds);
    }
}
