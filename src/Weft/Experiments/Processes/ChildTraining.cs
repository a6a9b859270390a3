using System.Collections.Concurrent;
using System.Diagnostics;
using Weft.Runs.Events;
using Weft.Runs.Logging;

namespace Weft.Experiments.Processes;

/// <summary>
/// A training in a process of its own, which can be killed, or asked to stop. When this process ends, however it does, the training saves
/// and ends too.
/// </summary>
internal sealed class ChildTraining : IDisposable
{
    // Often enough to kill at any moment of a step; rarely enough to take no time from a training that is measured.
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(250);

    private readonly Process _process;
    private readonly LogFollower _log;
    private readonly ConcurrentQueue<string> _errors = [];
    private volatile string _said = "";
    private StepEvent? _step;
    private bool _isPastSteps;

    /// <summary>Starts it.</summary>
    /// <param name="start">The program and its arguments.</param>
    /// <param name="run">Its run folder.</param>
    public ChildTraining(ProcessStartInfo start, string run)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.Environment[ParentWatch.Variable] = "1";
        _log = RunLog.Follow(run);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.OutputDataReceived += (_, line) => _said = line.Data ?? _said;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>How many lines of standard error are kept.</summary>
    public int KeptLines { get; init; } = 2;

    /// <summary>The end of what it wrote on standard error.</summary>
    public string Errors => string.Join(Environment.NewLine, _errors);

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Waits until it has made a step.</summary>
    /// <returns>Whether it has; false where it ended before.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled; the process is dead.</exception>
    public bool ReachesStep(long step, Action<ChildProgress> report, CancellationToken stop)
    {
        while (true)
        {
            // Asked first: what it wrote before its end is read after.
            var hasEnded = _process.HasExited;
            var made = Progress();
            report(made);
            if (made.Step >= step || hasEnded)
                return made.Step >= step && !hasEnded;
            if (stop.WaitHandle.WaitOne(ShortPause))
                Kill();
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Waits until it ends by itself, or because it was asked to.</summary>
    /// <param name="report">Hears now and then how far it has come.</param>
    /// <param name="stop">Asks it to finish its step, save and end.</param>
    /// <returns>Its exit code.</returns>
    public int WaitForEnd(Action<ChildProgress> report, CancellationToken stop)
    {
        using var asking = stop.Register(() => ChildSignals.AskToStop(_process));
        do
        {
            report(Progress());
        }
        while (!_process.WaitForExit(LongPause));
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, with all processes that it has started: SIGKILL, where there are signals.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <exception cref="InvalidDataException">It failed; says with what.</exception>
    public void Finish(string name, Action<ChildProgress> report, CancellationToken stop)
    {
        ReachesStep(long.MaxValue, report, stop);
        _process.WaitForExit();
        if (_process.ExitCode != 0)
            throw new InvalidDataException($"The {name} training ended with exit code {_process.ExitCode}: {Errors}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private ChildProgress Progress()
    {
        foreach (var happened in _log.Next())
        {
            // Of a training that goes on, what came after its checkpoint is no more.
            if (happened is BeginEvent begin && begin.Step < (_step?.Step ?? 0))
                _step = null;
            _step = happened as StepEvent ?? _step;
        }
        // What it said of its steps is no news once they are over.
        if (!_isPastSteps && _step is { Progress: >= 1 })
            (_isPastSteps, _said) = (true, "");
        return new ChildProgress(_step?.Step ?? 0, _step?.NegativeLogLikelihood ?? 0, _step?.Progress ?? 0, _said);
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrEmpty(line))
            return;
        _errors.Enqueue(line);
        if (_errors.Count > KeptLines)
            _errors.TryDequeue(out _);
    }
}
