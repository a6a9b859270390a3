using Spectre.Console;

namespace Weft.Cli.Display;

/// <summary>Chooses how to show work: rows that move on a terminal, plain lines elsewhere.</summary>
internal static class Displays
{
    private static readonly TimeSpan RefreshTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineTime = TimeSpan.FromSeconds(1);

    /// <summary>Runs the work, on this thread, with a display around it.</summary>
    public static T Show<T>(CommandOutput output, Func<IDisplay, T> work)
    {
        if (!output.ShowsBars)
        {
            var plain = new PlainDisplay(output.Progress, TimeProvider.System, output.IsDetailed);
            return Regularly(LineTime, plain.Tick, () => work(plain));
        }
        var board = new WorkBoard(TimeProvider.System);
        return output.Human.Live(new WorkRows(board)).AutoClear(true).Start(context =>
        {
            var live = new LiveDisplay(output.Human, board, output.IsDetailed);
            return Regularly(RefreshTime, () => live.Refresh(context), () => work(live));
        });
    }

    /// <summary>Does work on this thread and something small on another, until the work is over.</summary>
    private static T Regularly<T>(TimeSpan period, Action tick, Func<T> work)
    {
        var timer = new Timer(_ => Try(tick), null, period, period);
        try
        {
            return work();
        }
        finally
        {
            // Waits for a tick that is under way: nothing is drawn behind the end.
            timer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static void Try(Action tick)
    {
        try
        {
            tick();
        }
        catch (IOException)
        {
            // The terminal or pipe is gone. The work goes on, and its results are in files.
        }
    }
}
