using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers;

/// <summary>
/// Keeps words of a text that read like the end-of-text token apart from it. The word <c>&lt;eos&gt;</c> has the token
/// <c>\&lt;eos&gt;</c>, and one that begins with backslashes has one more of them, so that every word has a token of its own.
/// </summary>
internal static class LiteralTokens
{
    /// <summary>The token of a word.</summary>
    public static ReadOnlySpan<char> ToToken(ReadOnlySpan<char> word) => IsLiteral(word) ? $"\\{word}" : word;

    /// <summary>The word of a token.</summary>
    public static string ToWord(string token) => token[0] == '\\' && IsLiteral(token) ? token[1..] : token;

    // Nearly every word is told apart by its last character.
    private static bool IsLiteral(ReadOnlySpan<char> word) =>
        word[^1] == '>' && word.EndsWith(SpecialTokens.EndOfText) && word[..^SpecialTokens.EndOfText.Length].TrimStart('\\').IsEmpty;
}
