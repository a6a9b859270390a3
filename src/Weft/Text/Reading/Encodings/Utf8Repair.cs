using System.Text;

namespace Weft.Text.Reading.Encodings;

/// <summary>Reads bytes that are not UTF-8 throughout.</summary>
internal static class Utf8Repair
{
    /// <summary>The text, with U+FFFD for each sequence that is none; counts them.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, ReadingCounts counts)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> letters = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            var isGood = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            counts.ReplacedSequences += isGood ? 0 : 1;
            text.Append(letters[..rune.EncodeToUtf16(letters)]);
            bytes = bytes[length..];
        }
        return text.ToString();
    }

    /// <summary>Where the first bad sequence begins.</summary>
    public static int FirstBad(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }
}
