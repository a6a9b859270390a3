using System.Globalization;
using ScottPlot;
using Weft.Foundation.Files;

namespace Weft.Evaluation.Plots;

/// <summary>A picture, in the one look that all of Weft's pictures have. It needs no screen, and on Linux no package of the system's.</summary>
internal sealed class Figure
{
    private readonly int _width;
    private readonly int _height;
    private readonly List<(LabelStyle Style, string Family)> _fonts = [];

    private const float TitleSize = 18;
    private const float TitleShare = 0.69f;
    private const int MostLetters = 400;

    /// <summary>An empty picture.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="horizontal">What goes to the right, and its unit.</param>
    /// <param name="vertical">What goes up, and its unit.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public Figure(string title, string horizontal, string vertical, int width = 900, int height = 560)
    {
        (_width, _height) = (width, height);
        FigureFont.Choose();
        Plot.Title(LabelLetters.Usual.Broken(LabelLetters.Usual.Drawn(title, MostLetters), TitleSize, TitleShare * width), size: TitleSize);
        Plot.XLabel(horizontal, size: 14);
        Plot.YLabel(vertical, size: 14);
        Plot.Axes.Title.Label.Bold = Plot.Axes.Bottom.Label.Bold = Plot.Axes.Left.Label.Bold = false;
        Plot.Add.Palette = new ScottPlot.Palettes.ColorblindFriendly();
        // The last number of the bottom axis reaches beyond its end.
        Plot.Axes.Right.MinimumSize = 36;
        Plot.Axes.Top.FrameLineStyle.Width = Plot.Axes.Right.FrameLineStyle.Width = 0;
    }

    /// <summary>What is drawn, for whatever has no method here.</summary>
    public Plot Plot { get; } = new();

    /// <summary>Draws a line through points; those that are not finite are gaps.</summary>
    /// <param name="horizontal">Where they are; on a logarithmic axis their logarithms, see <see cref="UseLogarithmicBottom"/>.</param>
    /// <param name="vertical">How high they are.</param>
    /// <param name="name">What the legend calls it; null leaves it out.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="opacity">0 to 1.</param>
    public void AddLine(IReadOnlyList<double> horizontal, IReadOnlyList<double> vertical, string? name = null, float width = 2, double opacity = 1)
    {
        var line = Plot.Add.ScatterLine(horizontal.ToArray(), vertical.ToArray());
        line.LineWidth = width;
        line.Color = line.Color.WithAlpha(opacity);
        line.LegendText = name ?? "";
        Plot.Legend.IsVisible |= name is not null;
    }

    /// <summary>Marks a place of the bottom axis. The line is not dashed: Skia cannot write such lines into an SVG file, and complains on the console.</summary>
    public void AddMark(double horizontal, string name)
    {
        var mark = Plot.Add.VerticalLine(horizontal, width: 1.5f);
        mark.LegendText = name;
        Plot.ShowLegend();
    }

    /// <summary>Labels the bottom axis with numbers: what is drawn are their decimal logarithms.</summary>
    /// <param name="low">The logarithm with which the axis begins.</param>
    /// <param name="high">The logarithm with which it ends.</param>
    public void UseLogarithmicBottom(double low, double high)
    {
        Plot.Axes.SetLimitsX(low, high);
        FigureAxes.Powers(Plot.Axes.Bottom, low, high);
    }

    /// <summary>Draws labels in a font of their own.</summary>
    public void UseFont(LabelStyle style, string family) => _fonts.Add((style, family));

    /// <summary>Puts the legend below the axes, where it hides nothing.</summary>
    public void ShowLegendBelow()
    {
        Plot.Legend.Orientation = Orientation.Horizontal;
        Plot.ShowLegend(Edge.Bottom);
    }

    /// <summary>Writes the picture as <c>PATH.png</c> and as <c>PATH.svg</c>, each whole or not at all.</summary>
    /// <param name="path">The files without their endings.</param>
    public void Save(string path)
    {
        Plot.Font.Set(ScottPlot.Fonts.Default);
        foreach (var (style, family) in _fonts)
            style.FontName = family;
        // Numbers on axes are formatted while the picture is drawn.
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            var image = Plot.GetImageBytes(_width, _height, ImageFormat.Png);
            AtomicFile.Write(path + ".png", stream => stream.Write(image));
            AtomicFile.WriteText(path + ".svg", Plot.GetSvgXml(_width, _height));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
