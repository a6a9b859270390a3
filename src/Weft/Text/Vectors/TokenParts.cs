namespace Weft.Text.Vectors;

/// <summary>Under which words a token's vector is looked for.</summary>
internal static class TokenParts
{
    private const string Joint = "@-@";

    // What tokenizers put before a token that begins a word: byte-level BPE, SentencePiece, tiktoken.
    private static readonly char[] WordStarts = ['Ġ', '▁', ' '];

    /// <summary>A token without its tokenizer's mark of a word's beginning; the token itself where it is nothing else.</summary>
    public static string WithoutMark(string token) => token.Length > 1 && WordStarts.Contains(token[0]) ? token[1..] : token;

    /// <summary>
    /// The parts of a token: divided at <c>-</c>, <c>@-@</c>, <c>_</c>, <c>/</c> and where the case changes (<c>netCore</c>,
    /// <c>XMLFile</c>). A mark that WikiText sets between at signs, as in <c>@,@</c>, is the part of such a token.
    /// </summary>
    /// <returns>Empty where the token has no parts, or is its own and only one.</returns>
    public static IReadOnlyList<string> Of(string token)
    {
        if (token.Length == 3 && token[0] == '@' && token[2] == '@')
            return [token[1..2]];
        var parts = token.Replace(Joint, "-", StringComparison.Ordinal)
            .Split(['-', '_', '/'], StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(ByCase)
            .ToList();
        return parts.Count == 1 && parts[0] == token ? [] : parts;
    }

    private static IEnumerable<string> ByCase(string part)
    {
        var start = 0;
        for (var i = 1; i < part.Length; i++)
        {
            var rises = char.IsLower(part[i - 1]) && char.IsUpper(part[i]);
            var endsCapitals = i + 1 < part.Length && char.IsUpper(part[i - 1]) && char.IsUpper(part[i]) && char.IsLower(part[i + 1]);
            if (!rises && !endsCapitals)
                continue;
            yield return part[start..i];
            start = i;
        }
        yield return part[start..];
    }
}
