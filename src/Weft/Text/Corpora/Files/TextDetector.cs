using System.Buffers;
using System.Text.Unicode;
using Weft.Foundation.Files;
using Weft.Text.Reading.Compression;

namespace Weft.Text.Corpora.Files;

/// <summary>Tells text from other bytes where a file's name does not.</summary>
internal static class TextDetector
{
    private const int LookedAt = 4096;

    // Tab, line feed, vertical tab, form feed, carriage return, escape (colours in logs).
    private static readonly SearchValues<byte> NotInText = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Except([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B]).Select(code => (byte)code), 0x7F]);

    /// <summary>Whether the first 4,096 bytes of a file, unpacked, are UTF-8 without control characters.</summary>
    /// <exception cref="InvalidDataException">The packed file is damaged.</exception>
    public static bool IsIn(string path)
    {
        using var file = RegularFile.OpenRead(path);
        using var stream = Gzip.Unpack(file);
        var bytes = new byte[LookedAt];
        var head = bytes.AsSpan(0, Gzip.ReadBlock(stream, bytes, path));
        var characters = new char[head.Length];
        var status = Utf8.ToUtf16(head, characters, out _, out _, replaceInvalidSequences: false, isFinalBlock: head.Length < LookedAt);
        return status != OperationStatus.InvalidData && !head.ContainsAny(NotInText);
    }
}
