using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Experiments.Processes;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Training.Starting;
using Weft.Workers;
using Weft.Workers.Launching;

namespace Weft.Cli;

/// <summary>A verb's work by several processes that this one starts, and starts again where one of them fails in a training.</summary>
/// <param name="workers">How many.</param>
/// <param name="restarts">How often at most they are started again.</param>
/// <param name="hasFewer">Whether each time with one less.</param>
internal sealed class LaunchedWorkers(int workers, int restarts, bool hasFewer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What is to be started for a command line; null where this process does the work itself, alone or as one of those that a launcher has started.</summary>
    /// <param name="arguments">How many are asked for.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Of the training; null where nothing is trained.</param>
    /// <exception cref="ConfigurationException">There is not enough work for so many, or another number is under way.</exception>
    public static LaunchedWorkers? Of(WorkersArguments arguments, ParseResult parsed, RunOptions? options)
    {
        var asked = arguments.Count(parsed);
        var count = asked ?? (options is null ? 1 : Devices.Choices(options.Runtime.Device).Count);
        var underWay = WorkerEnvironment.Current;
        if (options is not null)
            WorkerRules.Require(Math.Max(count, underWay.Count), options);
        if (underWay.Launcher != Launcher.None)
        {
            return asked is null || asked == underWay.Count ? null
                : throw new ConfigurationException($"--workers is {asked}, and the launcher has started {underWay.Count}: leave --workers out.");
        }
        if (count > 1)
            return new LaunchedWorkers(count, arguments.Restarts(parsed), arguments.Fewer(parsed));
        return arguments.Restarts(parsed) == 0 && !arguments.Fewer(parsed) ? null
            : throw new ConfigurationException("--restarts and --fewer are for several workers: give --workers as well.");
    }

    /// <summary>Works to the end.</summary>
    /// <param name="words">The command line of each worker.</param>
    /// <param name="folder">The folder of the run that is trained; null where none is.</param>
    /// <param name="output">Takes what the workers write for people or programs, and what is to be said on the way.</param>
    /// <returns>The exit code.</returns>
    public int Run(IReadOnlyList<string> words, string? folder, CommandOutput output)
    {
        var launcher = JobLauncher.Find();
        if (!output.ShowsBars)
            return Run(launcher, words, folder, new JobListener(output.Results.WriteLine, output.Errors.WriteLine), null);
        IReadOnlyList<WorkLine> rows = [];
        // The object that --json asks for goes to another stream, below the rows.
        var results = new List<string>();
        var code = Displays.Live(output.Human, () => rows, live => Run(
            launcher, words, folder, new JobListener(output.WritesJson ? results.Add : live.Line, live.Line) { Rows = text => rows = PassedRows.Read(text) ?? rows }, output.Human.Profile.Width - 1));
        results.ForEach(output.Results.WriteLine);
        return code;
    }

    private int Run(JobLauncher launcher, IReadOnlyList<string> words, string? folder, JobListener listener, int? columns)
    {
        using var signals = new StopSignals();
        var errors = listener.Errors;
        var count = workers;
        for (var left = restarts; ; left--)
        {
            listener.Rows(PassedRows.None);
            var end = WorkerJob.Run(launcher, count, ThisProgram.Start(words), ParentWatch.Variable, listener, columns, signals.Token);
            var code = CodeOf(end, folder, errors);
            if (code != ExitCodes.Failed)
                return code;
            // A launcher may come back before the last of its workers is gone, and nobody can go on until then.
            if (folder is not null)
                RunLock.WaitUntilFree(folder, Patience, signals.Token);
            if (left == 0 || signals.Token.IsCancellationRequested)
                return End(folder, errors);
            if (hasFewer && count > 1)
                count--;
            if (folder is not null && RunFolder.IsRun(folder))
                words = ["train", "--resume", folder];
            errors($"Starting again with {count} worker{(count == 1 ? "" : "s")}, from the last checkpoint; restarts left after this one: {left - 1}.");
        }
    }

    /// <summary>The exit code: a launcher may say 0 of a job in which a worker has ended too early.</summary>
    private static int CodeOf(JobEnd end, string? folder, Action<string> errors)
    {
        if (end.Ended is { } ended)
            errors(ended);
        if (end.ExitCode is ExitCodes.WrongUse or ExitCodes.Interrupted && end.Ended is null)
            return end.ExitCode;
        if (end.ExitCode == 0 && end.Ended is null && (folder is null || (RunFolder.IsRun(folder) && RunFolder.Open(folder).IsDone)))
            return ExitCodes.Done;
        if (end.ExitCode == 0)
            errors("A worker has ended before its work was done.");
        else if (end is { Ended: null, OfLauncher: { } said })
            errors($"The launcher failed: {said}");
        return ExitCodes.Failed;
    }

    private static int End(string? folder, Action<string> errors)
    {
        if (folder is not null && RunFolder.IsRun(folder))
            errors($"Go on from the last checkpoint with: weft train --resume {ShellQuote.Of(folder)}");
        return ExitCodes.Failed;
    }
}
