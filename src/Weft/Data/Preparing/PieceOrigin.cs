using System.Globalization;
using Weft.Text.Reading;

namespace Weft.Data.Preparing;

/// <summary>Where a piece of text stands, for errors.</summary>
/// <param name="File">The file.</param>
/// <param name="Document">For files of records: the number of the record that has text, from 1; otherwise 0.</param>
/// <param name="Line">The number of the piece's first line, from 1, in the file, or in the text of the record.</param>
internal readonly record struct PieceOrigin(string File, long Document, long Line)
{
    /// <summary>The place of a position in a piece, as errors name it.</summary>
    /// <param name="text">The piece's text.</param>
    /// <param name="position">Characters before the position.</param>
    public string Place(ReadOnlySpan<char> text, int position)
    {
        var line = Line + text[..position].Count('\n');
        return Document == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{File}, line {line}")
            : string.Create(CultureInfo.InvariantCulture, $"{File}, document {Document}, line {line} of its text");
    }

    /// <summary>Where the next piece of the same file stands.</summary>
    /// <param name="piece">The piece here.</param>
    /// <param name="next">The piece that follows.</param>
    /// <param name="format">The file's format: lines of records are counted in each by itself.</param>
    public PieceOrigin After(TextPiece piece, TextPiece next, TextFormat format) => format switch
    {
        TextFormat.Text => this with { Line = Line + piece.Text.AsSpan().Count('\n') },
        _ when next.StartsDocument => this with { Document = Document + 1, Line = 1 },
        _ => this with { Line = Line + piece.Text.AsSpan().Count('\n') },
    };

    /// <summary>Where the first piece of a file stands.</summary>
    public static PieceOrigin Beginning(string file, TextFormat format) => new(file, format == TextFormat.Text ? 0 : 1, 1);
}
