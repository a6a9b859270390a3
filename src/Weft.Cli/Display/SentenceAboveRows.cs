using Spectre.Console.Rendering;

namespace Weft.Cli.Display;

/// <summary>A sentence that is written where rows stood: each of its lines clears what was there behind it.</summary>
/// <param name="sentence">The sentence.</param>
/// <param name="isBroken">Whether it is broken between words where it is too long.</param>
internal sealed class SentenceAboveRows(string sentence, bool isBroken = true) : Renderable
{
    // ECMA-48, erase in line: from here to its end.
    private const string ClearRest = "\e[K";

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        if (!isBroken)
            return [new Segment(sentence), Segment.Control(ClearRest), Segment.LineBreak];
        var lines = Segment.SplitLines(((IRenderable)new Spectre.Console.Text(sentence)).Render(options, maxWidth - 1), maxWidth - 1);
        return lines.SelectMany(line => line.Append(Segment.Control(ClearRest)).Append(Segment.LineBreak));
    }
}
