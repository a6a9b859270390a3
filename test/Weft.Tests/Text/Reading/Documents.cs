using System.Text;
using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Text.Reading;
using Weft.Text.Reading.Encodings;

namespace Weft.Tests.Text.Reading;

/// <summary>Reads files as documents, for the tests of the readers.</summary>
internal static class Documents
{
    public static List<TextPiece> Pieces(string path, TextFormat format, ReadingOptions? options = null, ReadingCounts? counts = null) =>
        [.. new DocumentReader().Read(new TextSource(path, format, null), options ?? new(), counts ?? new())];

    public static List<string> Read(string path, TextFormat format, ReadingOptions? options = null) => Join(Pieces(path, format, options));

    public static List<string> Join(IEnumerable<TextPiece> pieces)
    {
        var documents = new List<string>();
        foreach (var piece in pieces)
        {
            if (piece.StartsDocument)
                documents.Add(piece.Text);
            else
                documents[^1] += piece.Text;
        }
        return documents;
    }

    public static List<string> OfText(string text, DocumentUnit unit, int blockBytes = 1 << 16)
    {
        using var bytes = new MemoryStream(StrictUtf8.Encoding.GetBytes(text));
        using var reader = new Utf8Reader(bytes, "test.txt", new ReadingOptions(), new ReadingCounts(), blockBytes);
        return Join(TextFileReader.Read(reader, "test.txt", unit));
    }

    public static string WriteBytes(this TemporaryFolder folder, string name, params byte[] bytes)
    {
        var path = folder.File(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Bytes(string text) => StrictUtf8.Encoding.GetBytes(text);

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public static string Message(Action read) => Assert.Throws<InvalidDataException>(read).Message;

    public static byte[] Utf16(string text) => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];
}
