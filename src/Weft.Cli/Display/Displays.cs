using Spectre.Console;

namespace Weft.Cli.Display;

/// <summary>Chooses how to show work: moving bars on a terminal, plain lines elsewhere.</summary>
internal static class Displays
{
    /// <summary>Runs the work, on this thread, with a display around it.</summary>
    public static T Show<T>(CommandOutput output, Func<IDisplay, T> work)
    {
        if (!output.ShowsBars)
            return work(new PlainDisplay(output.Progress, TimeProvider.System));
        return output.Human.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context => work(new LiveDisplay(output.Human, context)));
    }
}
