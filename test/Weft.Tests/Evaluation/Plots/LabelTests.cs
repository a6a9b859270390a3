using Weft.Evaluation.Plots;

namespace Weft.Tests.Evaluation.Plots;

public class LabelTests
{
    [Theory]
    [InlineData(0, 3, "1 2 5 10 20 50 100 200 500 1,000")]
    [InlineData(0, 6, "1 10 100 1,000 10,000 100,000 1e6")]
    [InlineData(-4, -1, "1e-4 2e-4 5e-4 1e-3 2e-3 5e-3 0.01 0.02 0.05 0.1")]
    [InlineData(2.6, 2.65, "400 410 420 430 440")]
    [InlineData(0, 300, "1 1e26 1e52 1e78 1e104 1e130 1e156 1e182 1e208 1e234 1e260 1e286")]
    public void Logarithmic_axes_have_a_few_round_numbers(double low, double high, string names)
    {
        var ticks = LogTicks.Between(low, high, 12);

        Assert.Equal(names.Split(' '), ticks.Select(tick => tick.Name));
        Assert.All(ticks, tick => Assert.InRange(tick.Place, low - 1e-9, high + 1e-9));
    }

    [Theory]
    [InlineData(0, 5e9)]
    [InlineData(-5e9, 5e9)]
    [InlineData(4e8, 5e9)]
    public void An_axis_of_losses_that_exploded_has_few_ticks_too(double low, double high) =>
        Assert.InRange(LogTicks.Between(low, high, 12).Count, 0, 12);

    [Theory]
    [InlineData(new double[] { 1, 101 }, 0, 106)]
    [InlineData(new double[] { 50, 60 }, 49.5, 60.5)]
    [InlineData(new double[] { -10, 10 }, -11, 11)]
    [InlineData(new double[] { 7, 7, double.NaN }, 6.5, 7.5)]
    [InlineData(new double[] { 1 }, 0.5, 1.5)]
    [InlineData(new double[0], 0, 1)]
    public void An_axis_has_room_around_its_values_and_begins_at_zero_where_they_do(double[] values, double low, double high) =>
        Assert.Equal((low, high), FigureAxes.Around(values));

    [Fact]
    public void Letters_that_no_font_has_are_written_as_code_points()
    {
        // A private-use character: no font has a picture of it.
        Assert.Equal("a\\ue123b", LabelLetters.For(["a\ue123b"]).Drawn("a\ue123b"));
        Assert.Equal("\\u0001", LabelLetters.Usual.Drawn("\u0001"));
    }

    [Fact]
    public void Long_names_are_cut_between_letters()
    {
        Assert.Equal("abcdefghijklm\u2026", TokenLabel.Of("abcdefghijklmnop", LabelLetters.Usual));
        Assert.Equal("abcdefghijklmn", TokenLabel.Of("abcdefghijklmn", LabelLetters.Usual));
        // Of a letter and its accent neither is left out.
        Assert.Equal("abcdefghijkle\u0301\u2026", TokenLabel.Of("abcdefghijkle\u0301fgh", LabelLetters.Usual));
        Assert.Equal("\u2423\\n", TokenLabel.Of(" \n", LabelLetters.Usual));
    }

    [Fact]
    public void A_title_is_broken_between_words()
    {
        var letters = LabelLetters.Usual;
        var broken = letters.Broken("validation loss less that of the baseline", 18, 180).Split('\n');

        Assert.InRange(broken.Length, 2, 5);
        Assert.All(broken, line => Assert.InRange(letters.WidthOf(line, 18), 1, 180));
        Assert.Equal("validation loss less that of the baseline", string.Join(' ', broken));
    }

    [Theory]
    [InlineData("Predictions for each label, validation split, 12,345 texts")]
    [InlineData("Predictions for each label, test split, 108 texts")]
    [InlineData("a few words and a last one that is alone")]
    public void No_last_word_stands_alone(string title)
    {
        var letters = LabelLetters.Usual;
        // Too narrow by its last word alone.
        var width = letters.WidthOf(title, 18) - 1;
        var broken = letters.Broken(title, 18, width).Split('\n');

        Assert.Equal((2, title), (broken.Length, string.Join(' ', broken)));
        Assert.All(broken, line => Assert.InRange(letters.WidthOf(line, 18), width * 0.3f, width * 0.75f));
    }
}
