using System.Diagnostics;
using System.Globalization;
using Weft.Foundation;

namespace Weft.Workers.Launching;

/// <summary>The launcher of MPI on this machine, <c>mpirun</c>: it starts a program several times, and the processes find one another.</summary>
internal sealed class JobLauncher
{
    /// <summary>Tells a worker that Weft itself has started its job, and reads what is said between the lines (<see cref="JobLines"/>).</summary>
    public const string Variable = "WEFT_JOB";

    /// <summary>Tells a worker that Weft shows rows that move on a terminal, and how many columns that has.</summary>
    public const string ColumnsVariable = "WEFT_JOB_COLUMNS";

    private readonly string _mpirun;
    private readonly bool _isOpenMpi;
    private readonly string? _setsid;

    private JobLauncher(string mpirun, bool isOpenMpi, string? setsid) => (_mpirun, _isOpenMpi, _setsid) = (mpirun, isOpenMpi, setsid);

    /// <summary>What it is, for a line that people read.</summary>
    public string Name => _isOpenMpi ? "Open MPI" : "MPICH";

    /// <summary>The columns of the terminal of the process that has started this job; null where it shows no rows.</summary>
    public static int? Columns => int.TryParse(Environment.GetEnvironmentVariable(ColumnsVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0 ? columns : null;

    /// <summary>Finds it on the path.</summary>
    /// <exception cref="ConfigurationException">There is none, or one that is not known.</exception>
    public static JobLauncher Find()
    {
        var mpirun = OnPath("mpirun") ?? OnPath("mpiexec")
            ?? throw new ConfigurationException("Several workers need MPI, and there is no mpirun on the path. Install it: apt-get install openmpi-bin");
        using var process = Process.Start(new ProcessStartInfo(mpirun, ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var version = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var isOpenMpi = version.Contains("Open MPI", StringComparison.Ordinal) || version.Contains("OpenRTE", StringComparison.Ordinal);
        return isOpenMpi || version.Contains("HYDRA", StringComparison.OrdinalIgnoreCase)
            ? new JobLauncher(mpirun, isOpenMpi, OnPath("setsid"))
            : throw new ConfigurationException($"{mpirun} is neither Open MPI's nor MPICH's. Start the workers with it yourself: {ShellQuote.Of(mpirun)} -n 2 weft train …");
    }

    /// <summary>The launcher with a program, ready to be started.</summary>
    /// <param name="workers">How often the program is started.</param>
    /// <param name="program">The program and its arguments.</param>
    public ProcessStartInfo Start(int workers, ProcessStartInfo program)
    {
        List<string> words = [_mpirun, "-n", workers.ToString(CultureInfo.InvariantCulture)];
        if (_isOpenMpi)
        {
            // A process bound to one core has one thread; Open MPI refuses more processes than cores, and the system's own account, unless it is told.
            words.AddRange(["--bind-to", "none", "--oversubscribe", "--allow-run-as-root"]);
        }
        words.AddRange([program.FileName, .. program.ArgumentList]);
        // In a session of its own, Ctrl-C in the terminal does not reach the launcher, which would kill all workers.
        if (_setsid is not null)
            words.InsertRange(0, [_setsid, "--wait"]);
        return new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false };
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
