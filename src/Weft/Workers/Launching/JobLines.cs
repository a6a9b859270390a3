using System.Globalization;
using System.Text.RegularExpressions;

namespace Weft.Workers.Launching;

/// <summary>
/// What a job writes, without what its launcher adds: frames of hyphens and equals signs that say at length that a process has ended. Of
/// these it keeps which worker was ended by which signal.
/// </summary>
/// <param name="listener">Takes the rest.</param>
internal sealed partial class JobLines(JobListener listener)
{
    private const int Milliseconds = 1_000;
    private const string Introduction = "weft worker ";
    private const string Rows = "weft rows ";

    // Keys of the terminal for programs: .NET asks for them when a program begins.
    private const string TerminalSigns = "\e[?1h\e=";

    private readonly Dictionary<int, int> _rankOfProcess = [];
    private readonly Lock _lock = new();
    private bool _isInFrame;
    private int? _process;
    private int? _rank;
    private string? _signal;
    private string? _firstOfLauncher;
    private bool _hasWritten;

    /// <summary>What became of a worker that was ended from outside, in a sentence, or null.</summary>
    public string? Ended
    {
        get
        {
            lock (_lock)
            {
                var rank = _rank ?? (_process is { } process && _rankOfProcess.TryGetValue(process, out var found) ? found : null);
                return _signal is null ? null : $"{(rank is { } known ? $"Worker {known}" : "A worker")} was ended by {_signal}.";
            }
        }
    }

    /// <summary>What the launcher said first, where nobody else has said anything; else null.</summary>
    public string? OfLauncher
    {
        get
        {
            lock (_lock)
                return _hasWritten ? null : _firstOfLauncher;
        }
    }

    /// <summary>The line by which a worker says which process it is; no person sees it.</summary>
    public static string IntroductionOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"{Introduction}{rank} process {Environment.ProcessId}");

    /// <summary>The line by which the first worker passes its rows on.</summary>
    public static string RowsOf(string rows) => Rows + rows;

    /// <summary>Takes the next line of standard output, where MPICH's launcher says how a process has ended. Before the first line of a process to
    /// which Open MPI has given a terminal stand signs for that terminal.</summary>
    public void TakeOutput(string line)
    {
        line = line.Replace(TerminalSigns, "", StringComparison.Ordinal);
        lock (_lock)
        {
            if (!MpichLine().IsMatch(line))
                listener.Output(line);
            else
                Notice(line);
        }
    }

    /// <summary>Takes the next line of standard error.</summary>
    public void Take(string line)
    {
        line = line.Replace(TerminalSigns, "", StringComparison.Ordinal);
        lock (_lock)
        {
            if (IntroductionLine().Match(line) is { Success: true } introduced)
                _rankOfProcess[NumberIn(introduced, "process")] = NumberIn(introduced, "rank");
            else if (line.StartsWith(Rows, StringComparison.Ordinal))
                listener.Rows(line[Rows.Length..]);
            else if (IsFrame(line))
                _isInFrame = !_isInFrame || line.StartsWith('=');
            else if (!Notice(line) && !_isInFrame)
                Write(line);
            else if (line.Trim('=', ' ').Length > 0)
                _firstOfLauncher ??= line.Trim('=', ' ');
        }
    }

    private void Write(string line)
    {
        if (line.Length == 0)
            return;
        _hasWritten = true;
        listener.Errors(line);
    }

    private bool Notice(string line)
    {
        if (OpenMpiEnd().Match(line) is { Success: true } open)
            (_rank, _signal) = (NumberIn(open, "rank"), SignalOf(open.Groups["signal"].Value, open.Groups["name"].Value));
        else if (MpichProcess().Match(line) is { Success: true } process)
            _process = NumberIn(process, "process");
        else if (MpichSignal().Match(line) is { Success: true } mpich)
            _signal = SignalOf(mpich.Groups["signal"].Value, mpich.Groups["name"].Value);
        else
            return line.StartsWith('=') || line.Contains("mpirun", StringComparison.Ordinal) || line.Contains("MPI_ABORT", StringComparison.Ordinal)
                || line.StartsWith("[proxy:", StringComparison.Ordinal) || line.StartsWith("[mpiexec", StringComparison.Ordinal) || line.StartsWith("Abort(", StringComparison.Ordinal)
                || OpenMpiLog().IsMatch(line) || line.StartsWith("This typically refers to a problem", StringComparison.Ordinal) || line.StartsWith("Please see the FAQ", StringComparison.Ordinal);
        return true;
    }

    // Frames of one of the launchers have a beginning and an end; those of the other end with the process.
    private static bool IsFrame(string line) => line.Length > 40 && (line.Trim('-').Length == 0 || line.Trim('=').Length == 0);

    private static string SignalOf(string number, string name) => $"signal {number}{(name.Length > 0 ? $" ({name.Trim()})" : "")}";

    private static int NumberIn(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^weft worker (?<rank>\d+) process (?<process>\d+)$", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex IntroductionLine();

    [GeneratedRegex(@"process rank (?<rank>\d+) with PID \d+ on node \S+ exited on signal (?<signal>\d+)( \((?<name>[^)]*)\))?", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex OpenMpiEnd();

    [GeneratedRegex(@"^\[[^\s\]]+:\d+\] ", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex OpenMpiLog();

    [GeneratedRegex(@"^(={40,}|=   \S.*|=\s*|YOUR APPLICATION TERMINATED WITH THE EXIT STRING.*|This typically refers to a problem with your application\.|Please see the FAQ page.*)$", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex MpichLine();

    [GeneratedRegex(@"^=\s+PID (?<process>\d+) RUNNING AT", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex MpichProcess();

    [GeneratedRegex(@"EXIT STRING: (?<name>[^(]*)\(signal (?<signal>\d+)\)", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex MpichSignal();
}

/// <summary>Takes what the workers of a job write.</summary>
/// <param name="Output">A line of standard output.</param>
/// <param name="Errors">A line of standard error that is for people.</param>
internal sealed record JobListener(Action<string> Output, Action<string> Errors)
{
    /// <summary>The first worker's rows, as it wrote them.</summary>
    public Action<string> Rows { get; init; } = _ => { };
}
