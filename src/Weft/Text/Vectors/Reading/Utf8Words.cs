using System.Text;
using System.Text.Unicode;

namespace Weft.Text.Vectors.Reading;

/// <summary>Words of files of vectors, which are UTF-8 but for a few damaged ones in the published files.</summary>
internal static class Utf8Words
{
    private static readonly UTF8Encoding Replacing = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>A word, with U+FFFD for bytes that are not UTF-8.</summary>
    public static string Decode(ReadOnlySpan<byte> word) => Replacing.GetString(word);

    /// <summary>Decodes a word into a buffer; false where it is too long or is not UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> word, Span<char> buffer, out int length) =>
        Utf8.ToUtf16(word, buffer, out _, out length, replaceInvalidSequences: false) == System.Buffers.OperationStatus.Done;
}
