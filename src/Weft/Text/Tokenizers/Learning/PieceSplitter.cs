namespace Weft.Text.Tokenizers.Learning;

/// <summary>
/// Divides text into the pieces within which byte pairs are merged; joined again they are the text. A piece is one of these, with the
/// blank in front of it where there is one (white space has none), and at most <see cref="MaximumLength"/> UTF-16 units long:
/// <list type="bullet">
/// <item>a word: capitals, then other letters; so <c>TokenStore</c> is two. Han, Hiragana and Katakana do not mix with each other or
/// with other letters. Combining marks go on with any word;</item>
/// <item>an apostrophe with the one or two letters behind it that end there: <c>'s</c>, <c>'re</c>;</item>
/// <item>one to three digits;</item>
/// <item>symbols, with the line ends behind them;</item>
/// <item>white space up to the last line end in it, or without any; the last blank before something else belongs to that.</item>
/// </list>
/// </summary>
internal static class PieceSplitter
{
    /// <summary>Bounds the work for a piece, and the number of different ones where words have no blanks between them.</summary>
    public const int MaximumLength = 32;

    /// <summary>Changes when the rule does: a tokenizer that was learnt with another rule is another one.</summary>
    public const int Version = 1;

    private const int MostDigits = 3;

    /// <summary>Where the piece ends that begins at <paramref name="start"/>; behind the start, and never within a character.</summary>
    public static int EndOf(ReadOnlySpan<char> text, int start)
    {
        var limit = Math.Min(text.Length, start + MaximumLength);
        var at = start;
        if (text[start] == ' ' && start + 1 < limit && !char.IsWhiteSpace(text[start + 1]))
            at++;
        var kind = PieceKinds.At(text, at, out var width);
        var next = at + width;
        return kind switch
        {
            PieceKind.Space => SpaceEnd(text, start, limit),
            PieceKind.Capital => RunEnd(text, RunEnd(text, next, limit, PieceKind.Capital, PieceKind.Capital), limit, PieceKind.Letter, PieceKind.Mark),
            PieceKind.Mark => RunEnd(text, next, limit, PieceKind.Letter, PieceKind.Mark),
            PieceKind.Number => DigitsEnd(text, next, limit),
            PieceKind.Symbol => at == start && EndingEnd(text, start) is > 0 and var end ? end
                : LineEndsEnd(text, RunEnd(text, next, limit, PieceKind.Symbol, PieceKind.Mark), limit),
            _ => RunEnd(text, next, limit, kind, PieceKind.Mark),
        };
    }

    private static int RunEnd(ReadOnlySpan<char> text, int at, int limit, PieceKind one, PieceKind other)
    {
        while (at < limit)
        {
            var width = 1;
            var kind = char.IsSurrogate(text[at]) ? PieceKinds.At(text, at, out width) : PieceKinds.Of(text[at]);
            if ((kind != one && kind != other) || at + width > limit)
                break;
            at += width;
        }
        return at;
    }

    private static int DigitsEnd(ReadOnlySpan<char> text, int at, int limit)
    {
        for (var digits = 1; digits < MostDigits && at < limit && PieceKinds.At(text, at, out var width) == PieceKind.Number && at + width <= limit; digits++)
            at += width;
        return at;
    }

    // 's, 't, 're, with either apostrophe; 0 where there is none.
    private static int EndingEnd(ReadOnlySpan<char> text, int start)
    {
        if (text[start] is not '\'' and not '\u2019')
            return 0;
        var (at, letters) = (start + 1, 0);
        for (; at < text.Length && letters <= 2 && PieceKinds.At(text, at, out var width) is PieceKind.Capital or PieceKind.Letter or PieceKind.Mark; letters++)
            at += width;
        return letters is 1 or 2 ? at : 0;
    }

    private static int LineEndsEnd(ReadOnlySpan<char> text, int at, int limit)
    {
        while (at < limit && text[at] is '\n' or '\r')
            at++;
        return at;
    }

    private static int SpaceEnd(ReadOnlySpan<char> text, int start, int limit)
    {
        var (at, behindLine) = (start, 0);
        for (; at < limit && char.IsWhiteSpace(text[at]); at++)
        {
            if (text[at] is '\n' or '\r')
                behindLine = at + 1;
        }
        if (behindLine > 0)
            return behindLine;
        var isFollowed = at < text.Length && !char.IsWhiteSpace(text[at]);
        return isFollowed && text[at - 1] == ' ' && at - start > 1 ? at - 1 : at;
    }
}
