using Spectre.Console;
using Weft.Foundation;
using Weft.Runs.Events;

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

    public void On(TrainingEvent happened)
    {
        switch (happened)
        {
            case StepEvent step:
                var row = _board.Take(step);
                if (row.Said is null)
                    Say(row);
                break;
            case EndEvent:
                _board.EndTraining();
                break;
        }
        if (Texts.SentenceOf(happened, isDetailed) is { } sentence)
            Tell(sentence);
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
