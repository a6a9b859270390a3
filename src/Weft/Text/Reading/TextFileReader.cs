using Weft.Text.Reading.Encodings;

namespace Weft.Text.Reading;

/// <summary>Reads text files: whole lines, gathered into pieces, whose texts joined are the file.</summary>
internal static class TextFileReader
{
    private const int DetectionLength = 1 << 16;

    /// <summary>Reads the text to its end.</summary>
    public static IEnumerable<TextPiece> Read(TextReader text, string path, DocumentUnit unit)
    {
        var head = unit == DocumentUnit.Auto ? ReadHead(text) : [];
        if (unit == DocumentUnit.Auto)
            unit = HasHeading(head) ? DocumentUnit.Heading : DocumentUnit.File;

        using var whole = new PrefixedReader(head, text);
        var lines = new LineReader(whole, path);
        var starts = new DocumentStarts(unit);
        var builder = new PieceBuilder();
        string? held = null;
        TextPiece piece;
        while (lines.TryRead(out var line))
        {
            var isBlank = DocumentStarts.IsBlank(line);
            if (held is not null && builder.Add(held, starts.BeginsAt(held, isBlank), out var before))
            {
                // A span cannot live across a yield: the line becomes a string here, which is rare (one for each heading).
                var copy = line.ToString();
                yield return before;
                line = copy;
            }
            held = starts.DependsOnNext(line) ? line.ToString() : null;
            if (held is null && builder.Add(line, starts.BeginsAt(line), out piece))
                yield return piece;
        }
        if (held is not null && builder.Add(held, starts.BeginsAt(held, isHeading: true), out piece))
            yield return piece;
        if (builder.TryFinish(out piece))
            yield return piece;
    }

    private static char[] ReadHead(TextReader text)
    {
        var head = new char[DetectionLength];
        return head[..text.ReadBlock(head)];
    }

    private static bool HasHeading(ReadOnlySpan<char> head)
    {
        foreach (var line in head.EnumerateLines())
        {
            if (DocumentStarts.IsHeading(line))
                return true;
        }
        return false;
    }
}
