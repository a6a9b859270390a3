using Spectre.Console;
using Spectre.Console.Rendering;
using Weft.Cli.Display;

namespace Weft.Cli.Tables;

/// <summary>Phrases side by side, on as many lines as they need. A phrase is broken only where it does not fit on a line of its own.</summary>
/// <param name="phrases">The phrases.</param>
internal sealed class Phrases(IReadOnlyList<string> phrases) : Renderable
{
    private const string Gap = "   ";

    /// <inheritdoc/>
    protected override Measurement Measure(RenderOptions options, int maxWidth)
    {
        var widths = phrases.Select(WidthOf).DefaultIfEmpty(0).ToList();
        var all = widths.Sum() + Gap.Length * (widths.Count - 1);
        return new Measurement(Math.Min(widths.Max(), maxWidth), Math.Clamp(all, 0, maxWidth));
    }

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        ((IRenderable)TerminalText.Cell(string.Join('\n', Lines(maxWidth)))).Render(options, maxWidth);

    private List<string> Lines(int width)
    {
        var lines = new List<string>();
        foreach (var phrase in phrases)
        {
            if (lines.Count > 0 && WidthOf(lines[^1]) + Gap.Length + WidthOf(phrase) <= width)
                lines[^1] += Gap + phrase;
            else
                lines.Add(phrase);
        }
        return lines;
    }

    private static int WidthOf(string text) => new Segment(text).CellCount();
}
