using Spectre.Console;

namespace Weft.Cli.Display;

/// <summary>Chooses how to show work: rows that move on a terminal, which may be that of the process that has started this one; plain lines elsewhere.</summary>
internal static class Displays
{
    private static readonly TimeSpan RefreshTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineTime = TimeSpan.FromSeconds(1);

    /// <summary>Runs the work, on this thread, with a display around it.</summary>
    public static T Show<T>(CommandOutput output, Func<IDisplay, T> work)
    {
        var board = new WorkBoard(TimeProvider.System);
        if (output.ShowsBars)
            return Live(output.Human, () => board.Lines, live => work(new BoardDisplay(board, live.Tell, output.IsDetailed)));
        if (output.PassesRowsOn)
        {
            var rows = new PassedRows(board, output.Errors);
            try
            {
                return Regularly(RefreshTime, rows.Pass, () => work(new BoardDisplay(board, output.Human.WriteLine, output.IsDetailed)));
            }
            finally
            {
                rows.Clear();
            }
        }
        var plain = new PlainDisplay(output.Progress, TimeProvider.System, output.IsDetailed);
        return Regularly(LineTime, plain.Tick, () => work(plain));
    }

    /// <summary>Runs work, on this thread, with rows that move below what it tells.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="rows">The rows as they are now; other threads ask.</param>
    /// <param name="work">Takes what writes above the rows, from any thread.</param>
    public static T Live<T>(IAnsiConsole console, Func<IReadOnlyList<WorkLine>> rows, Func<LiveRows, T> work) => console.Live(new WorkRows(rows)).AutoClear(true).Start(context =>
    {
        var live = new LiveRows(console);
        return Regularly(RefreshTime, () => live.Refresh(context), () => work(live));
    });

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
