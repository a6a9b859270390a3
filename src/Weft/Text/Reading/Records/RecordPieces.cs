namespace Weft.Text.Reading.Records;

/// <summary>Turns one record (a JSON line, a row) into the pieces of one document.</summary>
internal static class RecordPieces
{
    /// <summary>The pieces of a record's text, which ends its last line; none where the text is empty.</summary>
    /// <param name="text">The text.</param>
    /// <param name="label">The record's label, where records have one.</param>
    public static IEnumerable<TextPiece> Of(string text, string? label = null)
    {
        text = TextNormalizer.Normalize(text);
        if (text.Length > 0 && text[^1] != '\n')
            text += "\n";
        for (var start = 0; start < text.Length;)
        {
            var end = EndOfPiece(text, start);
            yield return new TextPiece(text[start..end], StartsDocument: start == 0, label);
            start = end;
        }
    }

    private static int EndOfPiece(string text, int start)
    {
        if (text.Length - start <= PieceBuilder.Longest)
            return text.Length;
        var last = text.LastIndexOf('\n', start + PieceBuilder.Longest - 1, PieceBuilder.Longest);
        return 1 + (last >= start ? last : text.IndexOf('\n', start + PieceBuilder.Longest));
    }
}
