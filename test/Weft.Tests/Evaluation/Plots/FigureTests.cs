using System.Xml.Linq;
using SkiaSharp;
using Weft.Evaluation.Plots;
using Weft.Tests.Support;

namespace Weft.Tests.Evaluation.Plots;

public sealed class FigureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_figure_is_a_picture_of_pixels_and_one_of_shapes()
    {
        var figure = new Figure("Loss", "learning rate", "nats a token");
        figure.AddLine([-4, -3, -2, -1], [3, 2.5, double.NaN, 2], "smoothed");
        figure.AddMark(-2.5, "suggested");
        figure.UseLogarithmicBottom(-4.1, -0.9);

        figure.Save(_folder.File("pictures/loss"));

        using var bitmap = SKBitmap.Decode(_folder.File("pictures/loss.png"));
        Assert.Equal((900, 560), (bitmap.Width, bitmap.Height));
        Assert.True(bitmap.Pixels.Distinct().Count() > 10);
        var svg = XDocument.Load(_folder.File("pictures/loss.svg"));
        Assert.Equal("svg", svg.Root!.Name.LocalName);
        Assert.Contains("smoothed", svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim()));
    }

    public void Dispose() => _folder.Dispose();
}
