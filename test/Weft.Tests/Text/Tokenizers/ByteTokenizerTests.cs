using System.Text;
using CsCheck;
using Weft.Foundation;
using Weft.Text.Tokenizers;

namespace Weft.Tests.Text.Tokenizers;

public class ByteTokenizerTests
{
    private static readonly ByteTokenizer Bytes = new();

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Int[0, 0x7F], Gen.Int[0x80, 0xD7FF], Gen.Int[0xE000, 0x10FFFF]).Select(value => new Rune(value).ToString()).Array[0, 50].Select(string.Concat);

    [Fact]
    public void Any_text_survives_encoding_and_decoding() => Texts.Sample(text => Tokens.RoundTrip(Bytes, text) == text + "\n");

    [Fact]
    public void Ids_are_the_bytes_and_then_256() => Texts.Sample(text =>
    {
        var expected = StrictUtf8.Encoding.GetBytes(text).Select(value => (int)value).Append(256);
        return Tokens.Encode(Bytes, text).Ids.SequenceEqual(expected);
    });

    [Fact]
    public void Only_the_last_piece_of_a_document_ends_it()
    {
        var ids = new List<int>();
        Bytes.Encode("a", Bytes.FixedVocabulary, endsDocument: false, ids);
        Bytes.Encode("b", Bytes.FixedVocabulary, endsDocument: true, ids);

        Assert.Equal([97, 98, 256], ids);
    }

    [Fact]
    public void A_character_cut_short_shows_as_a_replacement()
    {
        int[] cut = [0xE4, 0xBD, 'a', 0xBD, 256];

        Assert.Equal("\uFFFDa\uFFFD\n", Bytes.Decode(cut, Bytes.FixedVocabulary));
    }
}
