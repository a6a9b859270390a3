using Weft.Data;
using Weft.Foundation;
using Weft.Text.Reading;

namespace Weft.Bench;

/// <summary>Reads a text file whose documents end with a blank line.</summary>
internal sealed class ParagraphReader(string path) : ICorpusReader
{
    public IReadOnlyList<SourceRecord> Sources { get; } =
        [new(Path.GetFileName(path), TextFormat.Text, OfficialSplit: null, new FileInfo(path).Length, Hashes.Sha256OfFile(path))];

    public IEnumerable<CorpusPiece> Read(ReadingCounts counts)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        using var reader = new StreamReader(stream, StrictUtf8.Encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
        var buffer = new char[1 << 16];
        var held = 0;
        for (var read = 1; read > 0;)
        {
            read = reader.ReadBlock(buffer, held, buffer.Length - held);
            counts.Bytes = stream.Position;
            var (start, length) = (0, held + read);
            while (NextEnd(buffer, start, length, isLast: read == 0) is var end and > 0)
            {
                var text = new string(buffer, start, end - start);
                yield return new CorpusPiece(new TextPiece(text, StartsDocument: true), OfficialSplit: null);
                start = end;
            }
            held = length - start;
            buffer.AsSpan(start, held).CopyTo(buffer);
        }
    }

    private static int NextEnd(char[] buffer, int start, int length, bool isLast)
    {
        var blankLine = buffer.AsSpan(start, length - start).IndexOf("\n\n");
        if (blankLine >= 0)
            return start + blankLine + 2;
        return isLast && length > start ? length : 0;
    }
}
