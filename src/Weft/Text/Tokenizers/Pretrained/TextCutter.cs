using System.Buffers;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>
/// Divides text before the model of a pretrained tokenizer sees it. It cuts within what reads like a special token, so that the model
/// reads it as the ordinary text that it is, and within runs that are too long (<see cref="LongRuns"/>). Other text stays whole.
/// </summary>
/// <param name="specials">The special tokens as they are written; none where the model does not look for them.</param>
/// <param name="beginning">How many characters of such a token come before the cut; of one with a surrogate pair there, one more.</param>
internal sealed class TextCutter(IEnumerable<string> specials, int beginning)
{
    private readonly SearchValues<string> _specials = SearchValues.Create([.. specials], StringComparison.Ordinal);

    /// <summary>Appends the ids of a text, part by part.</summary>
    /// <param name="text">The text.</param>
    /// <param name="encode">Encodes a part.</param>
    /// <param name="ids">Where the ids go.</param>
    public void Encode(ReadOnlySpan<char> text, Func<ReadOnlySpan<char>, IReadOnlyList<int>> encode, List<int> ids)
    {
        while (!text.IsEmpty)
        {
            var rest = text[..ToSpecial(text)];
            text = text[rest.Length..];
            while (!rest.IsEmpty)
            {
                var part = rest[..LongRuns.FirstPart(rest)];
                ids.AddRange(encode(part));
                rest = rest[part.Length..];
            }
        }
    }

    private int ToSpecial(ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAny(_specials);
        if (at < 0)
            return text.Length;
        var cut = at + beginning;
        return char.IsHighSurrogate(text[cut - 1]) ? cut + 1 : cut;
    }
}
