using Weft.Foundation;
using Weft.Runs.Events;

namespace Weft.Cli.Display;

/// <summary>Keeps a board of what is under way, which others show as rows that move; sentences go past it.</summary>
/// <param name="board">The board.</param>
/// <param name="tell">Shows a sentence.</param>
/// <param name="isDetailed">Whether times of all work, checkpoints and settings are told too.</param>
internal sealed class BoardDisplay(WorkBoard board, Action<string> tell, bool isDetailed = false) : IDisplay
{
    public void Report(WorkProgress value)
    {
        if (board.Take(value) is { } over && isDetailed)
            Tell(Texts.TimeOf(over));
    }

    public void Tell(string sentence) => tell(sentence);

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
}
