using Spectre.Console;
using Spectre.Console.Rendering;
using Weft.Cli.Tables;
using Weft.Experiments.Comparisons;
using Weft.Tests.Cli.Display;

namespace Weft.Tests.Cli;

public class TablesAtEightyColumnsTests
{
    private static readonly TextTable Wide = new(
        "Losses",
        ["variant", "loss", "difference, 95 % interval", "tokens/s", "time to its last loss"],
        [["plain", "5.1234 ± 0.0123", "baseline", "12,345", "100%"], ["a variant with a name", "5.0000 ± 0.0100", "-0.1234 [-0.2000, -0.0468]", "11,000", "80%"]]);

    [Fact]
    public void A_table_that_fits_has_a_row_for_each_row()
    {
        var lines = Consoles.Written(120, console => FittingTable.Write(Wide, console));

        Assert.Equal("Losses", lines[0]);
        Assert.Contains(lines, line => line.Contains("plain", StringComparison.Ordinal) && line.Contains("12,345", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 120));
    }

    [Fact]
    public void A_table_that_does_not_fit_becomes_a_block_for_each_row_and_no_cell_is_broken()
    {
        var lines = Consoles.Written(80, console => FittingTable.Write(Wide, console));

        Assert.All(lines, line => Assert.InRange(new Segment(line).CellCount(), 0, 80));
        Assert.Contains("│ difference, 95 % interval │ -0.1234 [-0.2000, -0.0468] │", lines);
        Assert.Contains("│ variant                   │ a variant with a name      │", lines);
        Assert.Equal(5 + 5 + 1 + 2 + 1, lines.Count);
    }

    [Fact]
    public void Phrases_stay_whole_where_a_line_ends()
    {
        var table = SummaryTable.Empty();
        SummaryTable.AddRow(table, "validation perplexity", "402.77", "accuracy 14.3 %", "loss 5.9984", "10,405 tokens", "a phrase of its own");

        var lines = Consoles.Written(64, console => console.Write(table));

        Assert.Equal(
            [
                "│ validation perplexity │ 402.77   accuracy 14.3 %             │",
                "│                       │ loss 5.9984   10,405 tokens          │",
                "│                       │ a phrase of its own                  │",
            ],
            lines.Skip(1).SkipLast(1));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public void A_sample_is_broken_between_words_within_its_frame(int width)
    {
        var text = string.Join(' ', Enumerable.Repeat("the model writes sentences", 12)) + "\n" + string.Concat(Enumerable.Repeat("文字", 60));

        var lines = Consoles.Written(200, console => console.Write(SampleWriter.Frame(text, width)));

        Assert.All(lines, line => Assert.Equal(width, new Segment(line).CellCount()));
        var words = string.Join(' ', lines.Skip(1).SkipLast(1).Select(line => line.Trim('│').Trim())).Split(' ').Where(word => char.IsAsciiLetter(word[0]));
        Assert.Equal(48, words.Count(word => word is "the" or "model" or "writes" or "sentences"));
    }
}
