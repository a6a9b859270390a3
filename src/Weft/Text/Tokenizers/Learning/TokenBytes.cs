using System.Text;
using Weft.Foundation;
using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers.Learning;

/// <summary>The bytes of learnt tokens, and the names under which people meet them: <c> the</c>, not <c>Ġthe</c>.</summary>
internal sealed class TokenBytes
{
    // The end of a text is a line end where tokens become text again.
    private static readonly byte[] LineEnd = [(byte)'\n'];

    private readonly byte[][] _bytes;

    private TokenBytes(byte[][] bytes) => _bytes = bytes;

    /// <summary>The bytes of a token; of the end of text a line end.</summary>
    public ReadOnlySpan<byte> this[int id] => _bytes[id];

    /// <summary>Reads the tokens of a table.</summary>
    /// <param name="path">Where it stands, for the error.</param>
    /// <param name="tokens">Tokens in GPT-2's symbols, and their ids.</param>
    /// <exception cref="InvalidDataException">Ids do not count up from 0 to the end of text, or a token is not written in these symbols.</exception>
    public static TokenBytes Of(string path, IReadOnlyDictionary<string, int> tokens)
    {
        var bytes = new byte[tokens.Count][];
        foreach (var (token, id) in tokens)
        {
            var own = token == BpeModel.EndOfText ? LineEnd : ByteSymbols.BytesOf(token);
            if (own is null or [] || (uint)id >= bytes.Length || bytes[id] is not null || (token == BpeModel.EndOfText) != (id == bytes.Length - 1))
                throw new InvalidDataException($"{path} is not what Weft wrote: the token '{token}' with id {id} cannot be. Put the file back.");
            bytes[id] = own;
        }
        return new TokenBytes(bytes);
    }

    /// <summary>The vocabulary: tokens by their text, those that are part of a character by their bytes, <c>&lt;0xE7 0x9A&gt;</c>.</summary>
    public Vocabulary ToVocabulary() => new([.. _bytes.SkipLast(1).Select(NameOf), BpeModel.EndOfText], unknownToken: null, BpeModel.EndOfText);

    private static string NameOf(byte[] bytes)
    {
        try
        {
            return StrictUtf8.Encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return $"<{string.Join(' ', bytes.Select(value => $"0x{value:X2}"))}>";
        }
    }
}
