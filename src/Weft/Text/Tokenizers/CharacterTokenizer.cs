using System.Text;
using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers;

/// <summary>
/// <c>characters</c>: every Unicode character (scalar value) is a token, line ends and blanks too; the vocabulary is counted from the
/// training split, and other characters are <c>&lt;unk&gt;</c>. <c>&lt;eos&gt;</c> ends every document; the counts do not have it, so that it comes
/// last in the vocabulary. Text without unknown characters is decoded as it was, with a line end for the end of a document.
/// </summary>
internal sealed class CharacterTokenizer : ITokenizer
{
    private const int AsciiCharacters = 128;
    private const int NotLookedUp = -1;

    /// <inheritdoc/>
    public string Identity => "characters";

    /// <inheritdoc/>
    public Vocabulary? FixedVocabulary => null;

    /// <inheritdoc/>
    public void Count(ReadOnlySpan<char> text, WordCounts counts)
    {
        // Most characters of most texts are few: a table of them saves looking each one up.
        Span<int> ascii = stackalloc int[AsciiCharacters];
        ascii.Clear();
        for (var at = 0; at < text.Length;)
        {
            var width = WidthAt(text, at);
            if (text[at] < AsciiCharacters)
                ascii[text[at]]++;
            else
                counts.Add(text.Slice(at, width));
            at += width;
        }
        for (var value = 0; value < AsciiCharacters; value++)
        {
            if (ascii[value] > 0)
                counts.Add([(char)value], ascii[value]);
        }
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> text, Vocabulary vocabulary, bool endsDocument, List<int> ids)
    {
        var unknown = vocabulary.UnknownId
            ?? throw new InvalidDataException($"The vocabulary lacks the token {SpecialTokens.Unknown}, which characters outside it need.");
        Span<int> ascii = stackalloc int[AsciiCharacters];
        ascii.Fill(NotLookedUp);
        for (var at = 0; at < text.Length;)
        {
            var width = WidthAt(text, at);
            var character = text.Slice(at, width);
            if (character[0] >= AsciiCharacters)
            {
                ids.Add(IdOf(character));
            }
            else
            {
                ref var id = ref ascii[character[0]];
                if (id == NotLookedUp)
                    id = IdOf(character);
                ids.Add(id);
            }
            at += width;
        }
        if (endsDocument)
            ids.Add(vocabulary.EndOfTextId);

        int IdOf(ReadOnlySpan<char> character) => vocabulary.TryGetId(character, out var id) ? id : unknown;
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids, Vocabulary vocabulary)
    {
        var text = new StringBuilder(ids.Length);
        foreach (var id in ids)
            text.Append(id == vocabulary.EndOfTextId ? "\n" : vocabulary[id]);
        return text.ToString();
    }

    private static int WidthAt(ReadOnlySpan<char> text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
}
