using Spectre.Console;
using Weft.Foundation;
using Weft.Sampling.Dynamic;
using Weft.Training;

namespace Weft.Cli.Display;

/// <summary>Rows that move at the bottom of a terminal, one for the training and one for what is done besides; sentences go above them.</summary>
internal sealed class LiveDisplay(IAnsiConsole console, WorkBoard board, bool isDetailed = false) : IDisplay
{
    // Writing and refreshing take Spectre's two locks in opposite orders: only one at a time may go on.
    private readonly Lock _writing = new();

    public void Report(WorkProgress value)
    {
        if (board.Take(value) is { } over && isDetailed)
            Tell(Texts.TimeOf(over));
    }

    public void Tell(string sentence)
    {
        lock (_writing)
            console.Write(new SentenceAboveRows(sentence));
    }

    public void OnStep(StepReport report) => board.Take(report);

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
        board.EndTraining();
        if (reason == EndReason.Patience)
            Tell("training " + EndReasons.Sentence(reason, step, best));
    }

    /// <summary>Draws the rows as they are now.</summary>
    public void Refresh(LiveDisplayContext context)
    {
        lock (_writing)
            context.Refresh();
    }
}
