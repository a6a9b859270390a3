using System.Text.RegularExpressions;

namespace Weft.Tests.Support;

/// <summary>What a terminal shows of a text: it knows the few control sequences that rows which move are made of.</summary>
internal sealed partial class TinyTerminal
{
    private readonly List<char[]> _lines = [];
    private readonly int _width;
    private int _row;
    private int _column;

    public TinyTerminal(int width, string text)
    {
        _width = width;
        foreach (Match match in Pieces().Matches(text))
            Take(match);
    }

    /// <summary>The lines, without blanks at their ends and empty lines at the end.</summary>
    public IReadOnlyList<string> Lines => [.. string.Join('\n', _lines.Select(line => new string(line).TrimEnd())).TrimEnd('\n').Split('\n')];

    [GeneratedRegex("\e\\[(?<numbers>[?0-9;]*)(?<kind>[A-Za-z])|(?<letter>.|\n)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Pieces();

    private void Take(Match match)
    {
        var number = int.TryParse(match.Groups["numbers"].Value, out var given) ? given : 0;
        switch (match.Groups["kind"].Value)
        {
            case "":
                Write(match.Groups["letter"].Value[0]);
                break;
            case "A":
                _row -= Math.Max(1, number);
                Assert.True(_row >= 0, "The cursor left the screen.");
                break;
            case "K":
                Clear(number == 2 ? 0 : _column);
                break;
            case "m" or "h" or "l":
                break;
            default:
                Assert.Fail($"The sequence {match.Value[1..]} is not known.");
                break;
        }
    }

    private void Write(char letter)
    {
        switch (letter)
        {
            case '\r':
                _column = 0;
                break;
            case '\n':
                (_row, _column) = (_row + 1, 0);
                break;
            default:
                if (_column == _width)
                    (_row, _column) = (_row + 1, 0);
                Line()[_column++] = letter;
                break;
        }
    }

    private void Clear(int from) => Array.Fill(Line(), ' ', from, _width - from);

    private char[] Line()
    {
        while (_lines.Count <= _row)
            _lines.Add([.. Enumerable.Repeat(' ', _width)]);
        return _lines[_row];
    }
}
