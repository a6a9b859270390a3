using Weft.Foundation;
using Weft.Runs.Events;

namespace Weft.Cli.Display;

/// <summary>A piece of work from its first report on: it knows how fast it goes.</summary>
/// <param name="time">Tells the time.</param>
/// <param name="first">The first report.</param>
internal sealed class WorkRow(TimeProvider time, WorkProgress first)
{
    private static readonly TimeSpan FirstGuess = TimeSpan.FromSeconds(1);

    private readonly long _began = time.GetTimestamp();
    private readonly long _doneAtFirst = first.Done;
    private long _reported = time.GetTimestamp();
    private WorkProgress _last = first;
    private StepEvent? _step;

    /// <summary>When a line was last written about it; null before the first.</summary>
    public long? Said { get; set; }

    /// <summary>What it is.</summary>
    public string Name => _step?.Phase ?? _last.What;

    /// <summary>How long it has been under way.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    /// <summary>Whether a report is of this work; what begins again is other work.</summary>
    public bool IsOf(WorkProgress report) => report.What == _last.What && report.Total is null == _last.Total is null && report.Done >= _last.Done;

    /// <summary>Takes a report.</summary>
    public void Take(WorkProgress report) => (_last, _reported) = (report, time.GetTimestamp());

    /// <summary>Takes a report of a training.</summary>
    public void Take(StepEvent report) => (_step, _reported) = (report, time.GetTimestamp());

    /// <summary>What there is to say now.</summary>
    public WorkLine Line() => _step is { } step
        ? new WorkLine(step.Phase, Texts.FiguresOf(step), step.Progress, Elapsed, LeftOf(step))
        : new WorkLine(_last.What, Texts.FiguresOf(_last), _last.Total is { } total ? (double)_last.Done / total : null, Elapsed, Left());

    private TimeSpan? LeftOf(StepEvent step) => step.Progress > 0 ? Rest(step.Seconds * (1 - step.Progress) / step.Progress) : null;

    private TimeSpan? Left()
    {
        var (made, spent) = (_last.Done - _doneAtFirst, time.GetElapsedTime(_began, _reported));
        return _last.Total is { } total && made > 0 && spent >= FirstGuess ? Rest(spent.TotalSeconds * (total - _last.Done) / made) : null;
    }

    /// <summary>Time goes on between two reports.</summary>
    private TimeSpan Rest(double secondsAtReport)
    {
        var seconds = secondsAtReport - time.GetElapsedTime(_reported).TotalSeconds;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.MaxValue.TotalSeconds / 2));
    }
}
