using System.Globalization;
using System.Text;
using Weft.Text.Reading.Encodings;

namespace Weft.Text.Reading.Records;

/// <summary>
/// Reads CoNLL-U (https://universaldependencies.org/format.html): ten columns with tabs between, of which the second, the word's form, and the fourth, its
/// universal part of speech, are taken. A sentence is a document of one line, a blank between its words. Comments, ranges of words that are written as one
/// (<c>1-2</c>) and words that are not there (<c>1.1</c>) are passed over. A blank within a form becomes a no-break space, so that it stays one word.
/// </summary>
/// <param name="path">The file's name, for errors.</param>
/// <param name="separator">What stands between each word and its tag; null leaves tags out.</param>
internal sealed class ConlluReader(string path, string? separator)
{
    private const int Columns = 10;
    private const char NoBreakSpace = '\u00A0';

    private readonly StringBuilder _sentence = new();
    private int _words;

    /// <summary>Reads the text to its end.</summary>
    /// <exception cref="InvalidDataException">A line is no line of CoNLL-U; names file and line.</exception>
    public IEnumerable<TextPiece> Read(TextReader text)
    {
        var lines = new LineReader(text, path);
        while (lines.TryRead(out var read))
        {
            var line = read.TrimEnd('\n').ToString();
            if (string.IsNullOrWhiteSpace(line))
            {
                if (_words > 0)
                    yield return Sentence();
            }
            else if (line[0] != '#')
            {
                Add(line, lines.LineNumber);
            }
        }
        if (_words > 0)
            yield return Sentence();
    }

    private TextPiece Sentence()
    {
        var sentence = _sentence.Append('\n').ToString();
        _sentence.Clear();
        _words = 0;
        return new TextPiece(sentence, StartsDocument: true);
    }

    private void Add(string line, long number)
    {
        var columns = line.Split('\t');
        if (columns.Length != Columns)
            throw Wrong(number, $"has {columns.Length} {(columns.Length == 1 ? "column" : "columns")}, and CoNLL-U has {Columns} with tabs between");
        var (id, form, tag) = (columns[0], columns[1], columns[3]);
        if (IsBeside(id))
            return;
        if (!IsNumber(id, out var place))
            throw Wrong(number, $"begins with '{id}', which is no number of a word");
        if (place != _words + 1)
            throw Wrong(number, $"is word {place} of its sentence, and word {_words + 1} should stand there. Sentences have a blank line between them");
        if (string.IsNullOrWhiteSpace(form))
            throw Wrong(number, "has no form in its second column");
        _words++;
        _sentence.Append(_words > 1 ? " " : "").Append(form.Replace(' ', NoBreakSpace));
        if (separator is null)
            return;
        if (tag.Length == 0 || tag == "_" || tag.Any(char.IsWhiteSpace) || tag.Contains(separator, StringComparison.Ordinal))
            throw Wrong(number, $"has the tag '{tag}' in its fourth column, which is no part of speech");
        _sentence.Append(separator).Append(tag);
    }

    // 1-2 is a range of words, 1.1 a word that is not there.
    private static bool IsBeside(string id) =>
        id.Split('-', '.') is [var first, var second] && IsNumber(first, out _) && IsNumber(second, out _);

    private static bool IsNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private InvalidDataException Wrong(long line, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path}, line {line} {problem}. Mend the line, or take its sentence out."));
}
