using Spectre.Console;
using Weft.Foundation;
using Weft.Runs.Events;

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

    public void On(TrainingEvent happened)
    {
        switch (happened)
        {
            case StepEvent step:
                board.Take(step);
                break;
            case EndEvent:
                board.EndTraining();
                break;
        }
        if (Texts.SentenceOf(happened, isDetailed) is { } sentence)
            Tell(sentence);
    }

    /// <summary>Draws the rows as they are now.</summary>
    public void Refresh(LiveDisplayContext context)
    {
        lock (_writing)
            context.Refresh();
    }
}
