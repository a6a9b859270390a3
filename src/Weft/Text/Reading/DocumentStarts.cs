namespace Weft.Text.Reading;

/// <summary>Decides, line by line, where the documents of a text file begin. The first line always begins one.</summary>
/// <param name="unit">What counts as one document; not <see cref="DocumentUnit.Auto"/>.</param>
internal sealed class DocumentStarts(DocumentUnit unit)
{
    private bool _afterBlank = true;
    private bool _hasText;
    private bool _any;

    /// <summary>Whether the line may begin a document only if the line after it is blank: a heading stands between blank
    /// lines, whereas WikiText also has lines of mathematics and of table legends that look like one.</summary>
    public bool DependsOnNext(ReadOnlySpan<char> line) =>
        unit == DocumentUnit.Heading && _afterBlank && _hasText && IsHeading(line);

    /// <summary>Whether a document begins with the line; call it once for every line, in order.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isHeading">For a line on which <see cref="DependsOnNext"/>: whether the next line is blank.</param>
    public bool BeginsAt(ReadOnlySpan<char> line, bool isHeading = false)
    {
        var blank = IsBlank(line);
        var begins = !_any || unit switch
        {
            DocumentUnit.Line => true,
            DocumentUnit.BlankLine => _afterBlank && !blank && _hasText,
            DocumentUnit.Heading => isHeading,
            _ => false,
        };
        _any = true;
        // Blank lines at the very beginning belong to the first document: it has no text until its first other line.
        _hasText |= !blank;
        _afterBlank = blank;
        return begins;
    }

    /// <summary>Whether a line has nothing but white space: WikiText writes a blank line as one blank.</summary>
    public static bool IsBlank(ReadOnlySpan<char> line) => line.IsWhiteSpace();

    /// <summary>Whether a line is written as a WikiText heading of the first level, <c> = Title = </c>.</summary>
    public static bool IsHeading(ReadOnlySpan<char> line)
    {
        var text = line.Trim();
        return text.Length >= 5 && text.StartsWith("= ") && text.EndsWith(" =") && text[2] != '=' && text[^3] != '=';
    }
}
