using Weft.Foundation;

namespace Weft.Kernels.Calibration;

/// <summary>What is fastest on this machine's processor: measured once, then remembered in the cache.</summary>
internal static class MachineCalibration
{
    /// <summary>The remembered finding, or a fresh one; measuring takes about a second, on this thread.</summary>
    /// <param name="anew">Whether to measure in any case.</param>
    public static CalibrationFinding Get(bool anew = false) => Get(CacheFolder(), MachineKey.OfThisMachine(), anew, Calibrator.Measure);

    /// <summary>Where this machine's finding is kept; null where no cache folder can be written.</summary>
    public static string? Path => CacheFolder() is { } folder ? CalibrationFile.PathOf(folder, MachineKey.OfThisMachine()) : null;

    /// <summary>The same for any folder, machine and measurement.</summary>
    internal static CalibrationFinding Get(string? cacheFolder, MachineKey machine, bool anew, Func<MachineKey, CalibrationFinding> measure)
    {
        if (!anew && cacheFolder is not null && CalibrationFile.Read(cacheFolder, machine) is { } known)
            return known;
        var finding = measure(machine);
        if (cacheFolder is not null)
            CalibrationFile.TryWrite(cacheFolder, finding);
        return finding;
    }

    private static string? CacheFolder()
    {
        try
        {
            return WeftFolders.Cache;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
