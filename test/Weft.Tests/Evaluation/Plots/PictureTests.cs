using ScottPlot;
using SkiaSharp;
using Weft.Evaluation.Plots;
using Weft.Tests.Support;

namespace Weft.Tests.Evaluation.Plots;

public sealed class PictureTests : IDisposable
{
    // Between two names on an axis, in pixels.
    private const float LeastGap = 2;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. OddPictures.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_cut_at_the_edge_of_a_picture(string name)
    {
        OddPictures.All[name]().Save(_folder.File(name));

        using var bitmap = SKBitmap.Decode(_folder.File(name + ".png"));
        for (var x = 0; x < bitmap.Width; x++)
            AssertIsEmpty(bitmap, x, 0, x, bitmap.Height - 1);
        for (var y = 0; y < bitmap.Height; y++)
            AssertIsEmpty(bitmap, 0, y, bitmap.Width - 1, y);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_on_an_axis_do_not_touch_one_another(string name)
    {
        var figure = OddPictures.All[name]();
        figure.Save(_folder.File(name));
        var area = figure.Plot.RenderManager.LastRender.DataRect;

        foreach (IAxis axis in new IAxis[] { figure.Plot.Axes.Bottom, figure.Plot.Axes.Left, figure.Plot.Axes.Right })
        {
            var range = axis.Range;
            var ticks = axis.TickGenerator.Ticks.Where(tick => tick is { IsMajor: true, Label.Length: > 0 } && tick.Position >= range.Min && tick.Position <= range.Max);
            var places = ticks.Select(tick => (At: axis.GetPixel(tick.Position, area), Size: SizeOf(axis, tick.Label))).OrderBy(place => place.At).ToList();
            Assert.All(places.Zip(places.Skip(1)), pair =>
                Assert.True(pair.Second.At - pair.First.At >= (pair.First.Size + pair.Second.Size) / 2 + LeastGap, $"{name}: {axis.Edge} axis, at {pair.First.At} and {pair.Second.At}"));
        }
    }

    [Theory]
    [InlineData("curve-usual")]
    [InlineData("curve-one-step")]
    [InlineData("curve-near-zero")]
    [InlineData("positions-one")]
    [InlineData("positions-usual")]
    [InlineData("losses-time")]
    [InlineData("losses-tokens-one")]
    public void Axes_of_what_cannot_be_negative_do_not_begin_below_zero(string name)
    {
        var figure = OddPictures.All[name]();
        figure.Save(_folder.File(name));

        var limits = figure.Plot.Axes.GetLimits();

        Assert.True(limits.Left >= 0, $"The bottom axis begins at {limits.Left}.");
        Assert.True(limits.Bottom >= 0, $"The left axis begins at {limits.Bottom}.");
        Assert.True(limits.Right > limits.Left && limits.Top > limits.Bottom);
    }

    [Fact]
    public void Training_and_validation_losses_have_one_axis_and_perplexities_are_its_exponentials()
    {
        var figure = OddPictures.All["curve-usual"]();
        figure.Save(_folder.File("curve"));
        var axes = figure.Plot.Axes;

        Assert.Equal((axes.Left.Min, axes.Left.Max), (axes.Right.Min, axes.Right.Max));
        Assert.All(figure.Plot.GetPlottables<ScottPlot.Plottables.Scatter>(), line => Assert.Same(axes.Left, line.Axes.YAxis ?? axes.Left));
        var ticks = axes.Right.TickGenerator.Ticks;
        Assert.InRange(ticks.Length, 3, 12);
        Assert.Contains(ticks, tick => tick.Label == "1,000");
        Assert.All(ticks, tick => Assert.Equal(double.Parse(tick.Label, System.Globalization.CultureInfo.InvariantCulture), Math.Exp(tick.Position), 1e-6 * Math.Exp(tick.Position)));
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertIsEmpty(SKBitmap bitmap, int x, int y, int otherX, int otherY)
    {
        Assert.True(bitmap.GetPixel(x, y) == SKColors.White, $"Something touches the edge at {x}, {y}.");
        Assert.True(bitmap.GetPixel(otherX, otherY) == SKColors.White, $"Something touches the edge at {otherX}, {otherY}.");
    }

    /// <summary>How much of its axis a name takes, in pixels: names beside an axis are as high as a letter, and so are those that are turned.</summary>
    private static float SizeOf(IAxis axis, string label)
    {
        var style = axis.TickLabelStyle;
        return axis is IXAxis && style.Rotation == 0 ? LabelLetters.Usual.WidthOf(label, style.FontSize) : 0.8f * style.FontSize;
    }
}
