using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Text.Reading.Answers;

/// <summary>Where tokens stand in their text. Tokens that are parts of one character have that character's place, all of them.</summary>
internal static class TokenSpans
{
    private const char Replacement = '\uFFFD';

    /// <summary>The places of all tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ids">Its tokens, without an end of text.</param>
    /// <param name="tokenizer">What made them.</param>
    /// <param name="vocabulary">Their names.</param>
    /// <returns>[tokens]; in characters, the end behind the last.</returns>
    /// <exception cref="InvalidDataException">The tokens do not give the text back.</exception>
    public static (int Start, int End)[] Of(ReadOnlySpan<char> text, ReadOnlySpan<int> ids, ITokenizer tokenizer, Vocabulary vocabulary)
    {
        var spans = new (int Start, int End)[ids.Length];
        var at = 0;
        for (var first = 0; first < ids.Length;)
        {
            var count = CountTogether(text[at..], ids[first..], tokenizer, vocabulary, out var length);
            spans.AsSpan(first, count).Fill((at, at + length));
            at += length;
            first += count;
        }
        return at == text.Length ? spans : throw Inexact(tokenizer);
    }

    // How many of the first tokens stand for whole characters together.
    private static int CountTogether(ReadOnlySpan<char> text, ReadOnlySpan<int> ids, ITokenizer tokenizer, Vocabulary vocabulary, out int length)
    {
        for (var count = 1; count <= ids.Length; count++)
        {
            var decoded = tokenizer.Decode(ids[..count], vocabulary);
            length = decoded.Length;
            if (!text.StartsWith(decoded, StringComparison.Ordinal))
            {
                // Parts of a character only may be something else before the rest is there.
                if (decoded.Contains(Replacement))
                    continue;
                break;
            }
            // Parts of this very character look like all of it.
            while (decoded.EndsWith(Replacement) && count < ids.Length && tokenizer.Decode(ids[..(count + 1)], vocabulary) == decoded)
                count++;
            return count;
        }
        throw Inexact(tokenizer);
    }

    private static InvalidDataException Inexact(ITokenizer tokenizer) => new(
        $"The tokenizer {tokenizer.Identity.Split(':')[0]} does not give its text back letter by letter, so that answers would be no parts of it.{Environment.NewLine}"
        + "Take one of bytes: data.tokenizer=bpe or bytes.");
}
