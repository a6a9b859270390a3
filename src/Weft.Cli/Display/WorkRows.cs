using Spectre.Console;
using Spectre.Console.Rendering;

namespace Weft.Cli.Display;

/// <summary>Draws the work that is under way, a row each, as wide as the terminal is: what does not fit is left out, the last figures first.</summary>
/// <param name="work">Tells what there is to say of it now.</param>
internal sealed class WorkRows(Func<IReadOnlyList<WorkLine>> work) : Renderable
{
    private const string Gap = "  ";
    private const int ShortestBar = 8;
    private const int LongestBar = 40;
    private const int PercentWidth = 5;
    private const int TimeWidth = 10;

    private static readonly Style Done = new(Color.Green);
    private static readonly Style Open = new(Color.Grey);

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var lines = work();
        if (lines.Count == 0)
            yield return new Segment(" ");
        foreach (var (place, line) in lines.Index())
        {
            if (place > 0)
                yield return Segment.LineBreak;
            // Terminals break a line that fills its last column.
            foreach (var segment in Row(line, maxWidth - 1, options.Unicode))
                yield return segment;
        }
    }

    private static IEnumerable<Segment> Row(WorkLine line, int width, bool unicode)
    {
        var end = (line.Share is null ? "" : Gap + line.Percent.PadLeft(PercentWidth)) + Gap + line.Time.PadLeft(TimeWidth);
        var room = width - end.Length;
        if (room < ShortestBar)
            return [new Segment(Cut(line.ToString(), width, unicode))];
        var shown = line.Figures.Count;
        string Words() => string.Join(Gap, line.Figures.Take(shown).Prepend(line.Name));
        while (shown > 0 && WidthOf(Words()) > room)
            shown--;
        // Where there is no share to show either, the beginning of a sentence says more than nothing.
        if (line.Share is null)
            shown = line.Figures.Count;
        var words = Cut(Words(), room, unicode);
        var free = room - WidthOf(words) - Gap.Length;
        if (line.Share is not { } share || free < ShortestBar)
            return [new Segment(words + end)];
        var bar = Math.Min(free, LongestBar);
        var done = (int)(bar * Math.Clamp(share, 0, 1));
        return [new Segment(words + Gap), new Segment(new string(unicode ? '━' : '=', done), Done), new Segment(new string(unicode ? '─' : '-', bar - done), Open), new Segment(end)];
    }

    private static string Cut(string text, int width, bool unicode)
    {
        if (WidthOf(text) <= width)
            return text;
        var sign = unicode ? "…" : "~";
        var kept = text;
        while (kept.Length > 0 && WidthOf(kept) > width - 1)
            kept = kept[..^(kept.Length > 1 && char.IsSurrogatePair(kept[^2], kept[^1]) ? 2 : 1)];
        return kept + sign;
    }

    /// <summary>Columns of a terminal: some letters take two.</summary>
    private static int WidthOf(string text) => new Segment(text).CellCount();
}
