using System.Buffers;

namespace Weft.Text.Sentences;

/// <summary>Decides which stops end a sentence.</summary>
internal static class SentenceStops
{
    /// <summary>What can end a sentence.</summary>
    public static readonly SearchValues<char> Marks = SearchValues.Create(".!?\u2026\u3002\uFF01\uFF1F");

    private const string Wide = "\u3002\uFF01\uFF1F";

    /// <summary>Marks that follow each other, such as <c>?!</c>, <c>...</c> and <c>. . .</c>.</summary>
    /// <param name="Start">The position of the first.</param>
    /// <param name="End">The position behind the last.</param>
    internal readonly record struct Run(int Start, int End);

    /// <summary>The run that begins at a position.</summary>
    public static Run RunAt(ReadOnlySpan<char> line, int start)
    {
        var end = start + 1;
        while (end < line.Length)
        {
            if (Marks.Contains(line[end]))
                end++;
            else if (end + 1 < line.Length && line[end] == ' ' && line[end + 1] is '.' or '!' or '?' && IsMarkAlone(line, end + 1))
                end += 2;
            else
                break;
        }
        return new Run(start, end);
    }

    /// <summary>Whether a sentence ends behind a run of marks that text follows.</summary>
    /// <param name="line">The line.</param>
    /// <param name="stop">The marks.</param>
    /// <param name="end">The position behind the closing quotation marks and brackets.</param>
    public static bool Ends(ReadOnlySpan<char> line, Run stop, int end)
    {
        if (Wide.Contains(line[stop.End - 1]))
            return true;
        // 3.14, example.org, file.txt, e.g. inside a word.
        if (!char.IsWhiteSpace(line[end]))
            return false;
        var next = SentenceClosers.NextWord(line, end);
        if (next == line.Length || char.IsLower(line[next]) || ContinuesWith(line[next]))
            return false;
        var marks = line[stop.Start..stop.End];
        if (marks is not ".")
            return !marks.ContainsAnyExcept('.', ' ') || marks[0] == '\u2026' ? char.IsLetter(line[next]) : true;
        if (stop.Start == 0)
            return false;
        return char.IsWhiteSpace(line[stop.Start - 1]) || !IsAbbreviation(line, stop.Start, next);
    }

    private static bool IsMarkAlone(ReadOnlySpan<char> line, int at) => at + 1 == line.Length || char.IsWhiteSpace(line[at + 1]);

    private static bool ContinuesWith(char mark) => mark is ',' or ';' or ':' or '-' or '\u2013' or '\u2014' or ')' or ']' or '}' or '&' || Marks.Contains(mark);

    // W, U.S, Ph.D, but not 3.14 or example.org.
    private static bool IsInitials(ReadOnlySpan<char> word)
    {
        foreach (var part in word.Split('.'))
        {
            var letters = word[part];
            if (letters.Length is 0 or > 2 || !char.IsLetter(letters[0]) || !char.IsLetter(letters[^1]))
                return false;
        }
        return word.Length == 1 || word.Contains('.');
    }

    private static bool IsAbbreviation(ReadOnlySpan<char> line, int dot, int next)
    {
        var start = dot;
        while (start > 0 && (char.IsLetterOrDigit(line[start - 1]) || line[start - 1] is '.' or '\''))
            start--;
        var word = line[start..dot];
        if (word.IsEmpty)
            return false;
        // The number of a list item: "1. Heat the oven."
        if (!word.ContainsAnyExceptInRange('0', '9'))
            return line[..start].IsWhiteSpace();
        if (Abbreviations.AlwaysGoOn(word))
            return true;
        if (Abbreviations.GoOnBeforeNumbers(word) && char.IsDigit(line[next]))
            return true;
        // J. R. R. Tolkien and the U.S. Senate, but: in the U.S. It was.
        return (IsInitials(word) || Abbreviations.MayEnd(word)) && !Abbreviations.IsUsualBeginning(line[next..]);
    }
}
