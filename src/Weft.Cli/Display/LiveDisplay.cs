using Spectre.Console;
using Weft.Foundation;
using Weft.Sampling.Dynamic;
using Weft.Training;

namespace Weft.Cli.Display;

/// <summary>Moving bars: one for each piece of preparation, then one for the training.</summary>
internal sealed class LiveDisplay(IAnsiConsole console, ProgressContext context) : IDisplay
{
    private readonly Dictionary<string, ProgressTask> _work = new(StringComparer.Ordinal);
    private ProgressTask? _training;

    public void Report(WorkProgress value)
    {
        if (!_work.TryGetValue(value.What, out var task))
            _work[value.What] = task = context.AddTask(Markup.Escape(value.What));
        task.IsIndeterminate = value.Total is null;
        task.MaxValue = Math.Max(1, value.Total ?? 1);
        task.Value = value.Done;
    }

    public void Tell(string sentence) => console.WriteLine(sentence);

    public void OnStep(StepReport report)
    {
        _training ??= context.AddTask("training", maxValue: 1);
        _training.Description = Markup.Escape(Texts.Of(report));
        _training.Value = report.Progress;
    }

    public void OnEvaluation(long step, string phase, WeightsEvaluation result, bool isBest) => console.WriteLine(Texts.Of(step, result, isBest));

    public void OnPlan(long step, string phase, PlanReport report) => console.WriteLine(Texts.Of(step, report));

    public void OnPhase(PhaseReport report) => console.WriteLine(Texts.Of(report));

    public void OnRecovery(RecoveryReport report) => console.WriteLine(Texts.Of(report));

    public void OnCheckpoint(long step, string folder)
    {
    }
}
