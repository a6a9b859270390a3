namespace Weft.Text.Sentences;

/// <summary>Quotation marks and brackets that close behind the stop of a sentence.</summary>
internal static class SentenceClosers
{
    private const string Always = ")]}\u201D\u2019\u00BB\u300D\u300F\uFF09";
    private const string Openers = "([{\u201C\u2018\u00AB\"'`\u300C\u300E\uFF08\u00BF\u00A1";

    /// <summary>Where the marks that close behind a stop end; the position itself where there are none.</summary>
    /// <param name="line">The line.</param>
    /// <param name="stopEnd">The position behind the stop.</param>
    public static int EndAfter(ReadOnlySpan<char> line, int stopEnd)
    {
        var end = stopEnd;
        while (end < line.Length && (Always.Contains(line[end]) || IsStraightQuote(line[end])))
            end++;
        // Tokenised text has a blank before each mark: " . ) " closes, and of " . " " every second quotation mark.
        while (end + 1 < line.Length && line[end] == ' ' && IsAlone(line, end + 1) && Closes(line, end + 1))
            end += 2;
        return end;
    }

    /// <summary>The position of the next word: behind blanks and the quotation marks and brackets that open it.</summary>
    public static int NextWord(ReadOnlySpan<char> line, int at)
    {
        while (at < line.Length && (char.IsWhiteSpace(line[at]) || Openers.Contains(line[at])))
            at++;
        return at;
    }

    private static bool IsStraightQuote(char mark) => mark is '"' or '\'';

    private static bool IsAlone(ReadOnlySpan<char> line, int at) => at + 1 == line.Length || char.IsWhiteSpace(line[at + 1]);

    private static bool Closes(ReadOnlySpan<char> line, int at)
    {
        var mark = line[at];
        if (!IsStraightQuote(mark))
            return Always.Contains(mark);
        if (mark == '"')
            return int.IsOddInteger(line[..at].Count('"'));
        // Only single quotes that stand alone: others are apostrophes.
        return int.IsOddInteger(line[..at].Count(" ' ") + (line.StartsWith("' ") ? 1 : 0));
    }
}
