namespace Weft.Text.Tokenizers;

/// <summary>Divides text, already in lower case, into words, numbers and punctuation.</summary>
internal static class WordSplitter
{
    /// <summary>Gives every token to the sink, and the end of every line that has a token.</summary>
    public static void Split<TSink>(ReadOnlySpan<char> text, TSink sink)
        where TSink : struct, ITokenSink
    {
        var lineHasTokens = false;
        for (var at = 0; at < text.Length;)
        {
            var kind = CharacterKinds.At(text, at, out var width);
            var end = at + width;
            if (kind == CharacterKind.LineEnd)
            {
                if (lineHasTokens)
                    sink.EndLine();
                lineHasTokens = false;
            }
            else if (kind != CharacterKind.Blank)
            {
                end = kind == CharacterKind.Single ? SingleEnd(text, end) : WordEnd(text, end);
                sink.Add(text[at..end]);
                lineHasTokens = true;
            }
            at = end;
        }
        if (lineHasTokens)
            sink.EndLine();
    }

    private static int SingleEnd(ReadOnlySpan<char> text, int end)
    {
        while (end < text.Length && CharacterKinds.At(text, end, out var width) == CharacterKind.Extension)
            end += width;
        return end;
    }

    private static int WordEnd(ReadOnlySpan<char> text, int end)
    {
        while (end < text.Length)
        {
            var kind = CharacterKinds.At(text, end, out var width);
            if (kind is not (CharacterKind.Word or CharacterKind.Extension) && !JoinsWord(text, end))
                break;
            end += width;
        }
        return end;
    }

    // Whether a mark inside a word is part of it: don't, well-known; between digits also 1,000 and 3.14.
    private static bool JoinsWord(ReadOnlySpan<char> text, int at)
    {
        if (at + 1 >= text.Length)
            return false;
        return text[at] switch
        {
            '\'' or '\u2019' or '-' or '\u2010' or '\u2011' => CharacterKinds.At(text, at + 1, out _) == CharacterKind.Word,
            '.' or ',' => char.IsDigit(text[at - 1]) && char.IsDigit(text[at + 1]),
            _ => false,
        };
    }
}
