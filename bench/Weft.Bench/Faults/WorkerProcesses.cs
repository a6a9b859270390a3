using System.Globalization;
using System.Runtime.InteropServices;

namespace Weft.Bench.Faults;

/// <summary>Finds the processes of a training's workers, and sends them signals. On Linux alone.</summary>
internal static partial class WorkerProcesses
{
    private static readonly string[] RankVariables = ["OMPI_COMM_WORLD_RANK", "PMI_RANK"];

    /// <summary>The process of a worker, or null.</summary>
    /// <param name="run">The run folder, as it stands on the worker's command line.</param>
    /// <param name="rank">The worker's number.</param>
    public static int? Find(string run, int rank)
    {
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => char.IsDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var isOfRun = File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0').Contains(run);
                var variables = isOfRun ? File.ReadAllText(Path.Combine(folder, "environ")).Split('\0') : [];
                if (RankVariables.Any(name => variables.Contains($"{name}={rank}")))
                    return int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has just ended.
            }
        }
        return null;
    }

    /// <summary>Sends a signal.</summary>
    /// <returns>Whether the process was there.</returns>
    public static bool Send(int process, int signal) => Kill(process, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
