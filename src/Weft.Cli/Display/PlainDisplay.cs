using Spectre.Console;
using Weft.Foundation;
using Weft.Sampling.Dynamic;
using Weft.Training;

namespace Weft.Cli.Display;

/// <summary>A line every few seconds, for logs and pipes.</summary>
internal sealed class PlainDisplay(IAnsiConsole console, TimeProvider time) : IDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private long _lastLine;
    private string _lastWork = "";

    public void Report(WorkProgress value)
    {
        if (!IsDue() && value.What == _lastWork)
            return;
        _lastWork = value.What;
        console.WriteLine(value.Total is { } total and > 0 ? $"{value.What}  {(double)value.Done / total:P0}" : value.What);
    }

    public void Tell(string sentence) => console.WriteLine(sentence);

    public void OnStep(StepReport report)
    {
        if (report.Step == 1 || IsDue())
            console.WriteLine($"{report.Progress:P0}  {Texts.Of(report)}");
    }

    public void OnEvaluation(long step, string phase, WeightsEvaluation result, bool isBest) => console.WriteLine(Texts.Of(step, result, isBest));

    public void OnPlan(long step, string phase, PlanReport report) => console.WriteLine(Texts.Of(step, report));

    public void OnPhase(PhaseReport report) => console.WriteLine(Texts.Of(report));

    public void OnRecovery(RecoveryReport report) => console.WriteLine(Texts.Of(report));

    public void OnCheckpoint(long step, string folder)
    {
    }

    private bool IsDue()
    {
        if (_lastLine != 0 && time.GetElapsedTime(_lastLine) < Interval)
            return false;
        _lastLine = time.GetTimestamp();
        return true;
    }
}
