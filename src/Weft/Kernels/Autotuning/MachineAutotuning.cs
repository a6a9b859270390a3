using Weft.Foundation;

namespace Weft.Kernels.Autotuning;

/// <summary>What is fastest on this machine's processor: measured once, then remembered in the cache.</summary>
internal static class MachineAutotuning
{
    /// <summary>The remembered finding, or a fresh one; measuring takes about a second, on this thread.</summary>
    /// <param name="anew">Whether to measure in any case.</param>
    public static AutotuningFinding Get(bool anew = false) => Get(CacheFolder(), MachineKey.OfThisMachine(), anew, Autotuner.Measure);

    /// <summary>Where this machine's finding is kept; null where no cache folder can be written.</summary>
    public static string? Path => CacheFolder() is { } folder ? AutotuningFile.PathOf(folder, MachineKey.OfThisMachine()) : null;

    /// <summary>The same for any folder, machine and measurement.</summary>
    internal static AutotuningFinding Get(string? cacheFolder, MachineKey machine, bool anew, Func<MachineKey, AutotuningFinding> measure)
    {
        if (!anew && cacheFolder is not null && AutotuningFile.Read(cacheFolder, machine) is { } known)
            return known;
        var finding = measure(machine);
        if (cacheFolder is not null)
            AutotuningFile.TryWrite(cacheFolder, finding);
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
