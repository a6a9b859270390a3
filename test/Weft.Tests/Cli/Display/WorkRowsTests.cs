using Spectre.Console;
using Spectre.Console.Rendering;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Tests.Support;
using Weft.Workers.Launching;

namespace Weft.Tests.Cli.Display;

public class WorkRowsTests
{
    private readonly FakeTime _time = new();
    private readonly WorkBoard _board;

    public WorkRowsTests() => _board = new WorkBoard(_time);

    [Theory]
    [InlineData(120, "full  step 12,345  loss 5.250  1,000 tokens/s  ━━━━━━━━━━━━━━━━────────────────────────   42 %  12:40 left")]
    [InlineData(80, "full  step 12,345  loss 5.250  1,000 tokens/s  ━━━━━────────   42 %  12:40 left")]
    [InlineData(60, "full  step 12,345  loss 5.250  ━━━──────   42 %  12:40 left")]
    [InlineData(50, "full  step 12,345  loss 5.250   42 %  12:40 left")]
    [InlineData(36, "full  ━━━━──────   42 %  12:40 left")]
    public void A_row_fits_any_width_and_leaves_out_what_matters_least(int width, string row)
    {
        _board.Take(WorkBoardTests.Step(12_345, 0.42, 550.4));

        Assert.Equal(row, Assert.Single(Drawn(width)));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(10)]
    [InlineData(3)]
    public void Rows_are_narrower_than_the_terminal_however_narrow_it_is(int width)
    {
        _board.Take(WorkBoardTests.Step(12_345, 0.42, 550.4));
        _board.Take(new WorkProgress("downloading 文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文文.zip", 30, 100, "bytes"));

        Assert.All(Drawn(width), row => Assert.True(new Segment(row).CellCount() < width, row));
    }

    [Fact]
    public void A_long_name_is_cut_with_a_sign()
    {
        _board.Take(new WorkProgress("downloading " + new string('x', 200), 30, 100, "bytes"));

        Assert.Equal("downloading " + new string('x', 47) + "…   30 %", Assert.Single(Drawn(80)).TrimEnd());
    }

    [Fact]
    public void What_another_process_says_is_shown_as_far_as_there_is_room()
    {
        _board.Take(new WorkProgress("arm 1 of 3", 0, null, "") { Detail = "small: 138,908 parameters, 26,419 tokens of a file with a name" });
        _time.Go(24);

        Assert.Equal("arm 1 of 3  small: 138,908 parameters, 26,419 tokens of a file wit…        0:24", Assert.Single(Drawn(80)));
    }

    [Fact]
    public void Nothing_of_a_row_remains_behind_what_is_told_and_at_the_end()
    {
        using var output = new StringWriter();
        var console = Consoles.Of(output, 80, terminal: true);
        console.Live(new WorkRows(() => _board.Lines)).AutoClear(true).Start(context =>
        {
            var rows = new LiveRows(console);
            var display = new BoardDisplay(_board, rows.Tell);
            display.Report(new WorkProgress("encoding", 50, 100, "bytes"));
            rows.Refresh(context);
            display.On(WorkBoardTests.Step(1, 0.1, 1));
            rows.Refresh(context);
            display.Tell("short");
            display.Report(new WorkProgress("measuring validation", 50, 100, "tokens"));
            rows.Refresh(context);
            display.Tell(string.Join(' ', Enumerable.Repeat("a sentence of many words,", 6)) + " the end");
            display.On(WorkBoardTests.Step(2, 0.2, 2));
            rows.Refresh(context);
            display.On(new EndEvent(2, "full", 1, EndReason.Patience));
            rows.Refresh(context);
            return 0;
        });
        console.WriteLine("after it");

        var shown = new TinyTerminal(80, output.ToString()).Lines.Where(line => line.Length > 0);

        Assert.Equal(
            [
                "short",
                "a sentence of many words, a sentence of many words, a sentence of many words, a",
                "sentence of many words, a sentence of many words, a sentence of many words, the",
                "end",
                "training ended early after step 2: out of patience, the best evaluation is that",
                "of step 1",
                "after it",
            ],
            shown);
    }

    [Fact]
    public void Rows_of_another_process_are_shown_as_its_own_would_be()
    {
        IReadOnlyList<WorkLine> passed = [];
        var shown = new List<string>();
        var lines = new JobLines(new JobListener(_ => { }, shown.Add) { Rows = text => passed = PassedRows.Read(text) ?? passed });
        using var errors = new StringWriter();
        var rows = new PassedRows(_board, errors);
        _board.Take(WorkBoardTests.Step(12_345, 0.42, 550.4));
        _board.Take(new WorkProgress("downloading", 30, 100, "bytes"));
        var own = Drawn(80);

        rows.Pass();
        rows.Pass();
        var written = Assert.Single(errors.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
        lines.Take(written);
        lines.Take(written[..^5]);

        Assert.Equal(own, Consoles.Written(80, console => console.Write(new WorkRows(() => passed))));
        Assert.Equal(2, own.Count);
        rows.Clear();
        lines.Take(errors.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')[1]);
        Assert.Empty(passed);
        Assert.Empty(shown);
    }

    [Fact]
    public void A_line_that_people_may_copy_is_broken_by_the_terminal_alone()
    {
        var line = "Go on with: weft train --resume /tmp/" + new string('a', 60) + " and more";
        using var output = new StringWriter();
        var console = Consoles.Of(output, 80, terminal: true);
        console.Live(new WorkRows(() => _board.Lines)).AutoClear(true).Start(context =>
        {
            var rows = new LiveRows(console);
            _board.Take(new WorkProgress("encoding", 50, 100, "bytes"));
            rows.Refresh(context);
            rows.Line(line);
            rows.Line("");
            rows.Refresh(context);
            return 0;
        });

        Assert.Contains(line, output.ToString());
    }

    private IReadOnlyList<string> Drawn(int width) => Consoles.Written(width, console => console.Write(new WorkRows(() => _board.Lines)));
}
