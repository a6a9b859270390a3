using SkiaSharp;

namespace Weft.Evaluation.Plots;

/// <summary>The font of all pictures: the first that the machine has. Where it has none, there are no letters.</summary>
internal static class FigureFont
{
    private static readonly string[] Fonts = ["Helvetica Neue", "Segoe UI", "Liberation Sans", "DejaVu Sans", "Arial"];

    /// <summary>Chooses it: labels that are made from now on have it, wherever they stand.</summary>
    public static void Choose()
    {
        var families = SKFontManager.Default.FontFamilies.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (Fonts.FirstOrDefault(families.Contains) is { } font)
            ScottPlot.Fonts.Default = font;
    }
}
