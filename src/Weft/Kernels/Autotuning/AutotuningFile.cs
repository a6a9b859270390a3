using Weft.Foundation;

namespace Weft.Kernels.Autotuning;

/// <summary>A machine's finding in the cache, <c>calibration/DIGITS.json</c>: a folder that several machines share has one for each.</summary>
internal static class AutotuningFile
{
    /// <summary>Where a machine's finding is kept. The folder has its name from earlier versions, whose findings still hold.</summary>
    public static string PathOf(string cacheFolder, MachineKey machine) =>
        Path.Combine(cacheFolder, "calibration", machine.Digits + ".json");

    /// <summary>The finding, or null where there is none for this machine, or what is there is damaged.</summary>
    public static AutotuningFinding? Read(string cacheFolder, MachineKey machine)
    {
        try
        {
            var path = PathOf(cacheFolder, machine);
            var finding = File.Exists(path) ? WeftJson.ReadFile<AutotuningFinding>(path, "autotuning") : null;
            return finding?.Machine == machine && finding.IsPlausible ? finding : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a finding where that is possible; without it, the next start measures again.</summary>
    public static void TryWrite(string cacheFolder, AutotuningFinding finding)
    {
        try
        {
            WeftJson.WriteFile(PathOf(cacheFolder, finding.Machine), finding);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full or read-only disk.
        }
    }
}
