using Spectre.Console;
using Weft.Foundation;
using Weft.Sampling.Dynamic;
using Weft.Training;

namespace Weft.Cli.Display;

/// <summary>
/// Lines for logs and pipes. Work that takes more than two seconds gets one, then one every so often: after a tenth of the time that it
/// has taken so far, and between five seconds and a minute.
/// </summary>
internal sealed class PlainDisplay(IAnsiConsole console, TimeProvider time, bool isDetailed = false) : IDisplay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock _writing = new();
    private readonly WorkBoard _board = new(time);

    public void Report(WorkProgress value)
    {
        if (_board.Take(value) is { } over && (isDetailed || over.Said is not null))
            Tell(isDetailed ? Texts.TimeOf(over) : $"{over.Name}  done in {WorkLine.Text(over.Elapsed)}");
    }

    public void Tell(string sentence)
    {
        lock (_writing)
            console.WriteLine(sentence);
    }

    public void OnStep(StepReport report)
    {
        var row = _board.Take(report);
        if (row.Said is null)
            Say(row);
    }

    public void OnEvaluation(long step, string phase, WeightsEvaluation result, bool isBest) => Tell(Texts.Of(step, result, isBest));

    public void OnPlan(long step, string phase, PlanReport report) => Tell(Texts.Of(step, report));

    public void OnPhase(PhaseReport report) => Tell(Texts.Of(report));

    public void OnRecovery(RecoveryReport report) => console.WriteLine(Texts.Of(report));

    public void OnCheckpoint(long step, string folder)
    {
        if (isDetailed)
            Tell(Texts.OfCheckpoint(step, folder));
    }

    public void OnEnd(long step, long best, EndReason reason)
    {
        _board.EndTraining();
        if (reason == EndReason.Patience)
            Tell("training " + EndReasons.Sentence(reason, step, best));
    }

    /// <summary>Writes the lines that are due. To be called often, about once a second.</summary>
    public void Tick()
    {
        foreach (var row in _board.Current.Where(IsDue))
            Say(row);
    }

    private bool IsDue(WorkRow row)
    {
        var elapsed = row.Elapsed;
        if (row.Said is not { } said)
            return elapsed >= Patience;
        var interval = TimeSpan.FromSeconds(Math.Clamp(elapsed.TotalSeconds / 10, Shortest.TotalSeconds, Longest.TotalSeconds));
        return time.GetElapsedTime(said) >= interval;
    }

    private void Say(WorkRow row)
    {
        row.Said = time.GetTimestamp();
        Tell(row.Line().ToString());
    }
}
