using Weft.Foundation.Files;
using Weft.Text.Reading.Answers;
using Weft.Text.Reading.ApiDocs;
using Weft.Text.Reading.Columnar;
using Weft.Text.Reading.Compression;
using Weft.Text.Reading.Encodings;
using Weft.Text.Reading.Records;

namespace Weft.Text.Reading;

/// <summary>
/// Reads the files of a corpus as documents: lazily, on the caller's thread, in bounded memory. One instance serves one
/// reading of a corpus from its first file to its last, since it remembers the passages of API documentation that it gave.
/// </summary>
internal sealed class DocumentReader
{
    private readonly SeenPassages _seen = new();

    /// <summary>Reads one file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="options">How files become documents.</param>
    /// <param name="counts">Takes what the reader meets, piece by piece.</param>
    /// <returns>The file's documents, a piece at a time; the first piece starts a document.</returns>
    /// <exception cref="FileNotFoundException">There is no such file (thrown when enumeration begins).</exception>
    /// <exception cref="InvalidDataException">The file is not what its ending says; names file and line or byte.</exception>
    public IEnumerable<TextPiece> Read(TextSource source, ReadingOptions options, ReadingCounts counts)
    {
        using var file = Open(source.Path);
        options = options with { Folder = Path.GetDirectoryName(source.Path)! };
        var before = counts.Bytes;
        // Noted now: the readers close the file when they come to its end.
        var length = file.Length + (source.Second is { } second ? new FileInfo(second).Length : 0);
        foreach (var piece in ReadFormat(file, source, options, counts))
        {
            counts.Bytes = before + file.Position;
            yield return piece;
        }
        counts.Bytes = before + length;
    }

    private IEnumerable<TextPiece> ReadFormat(FileStream file, TextSource source, ReadingOptions options, ReadingCounts counts) =>
        source.Format switch
        {
            TextFormat.Parquet => ParquetFileReader.Read(file, source.Path, options, counts),
            TextFormat.ApiDocs => ApiDocsReader.Read(file, source.Path, _seen, options),
            TextFormat.ParallelLines => ReadParallel(file, source, options, counts),
            _ => ReadText(file, source, options, counts),
        };

    private static IEnumerable<TextPiece> ReadParallel(FileStream file, TextSource source, ReadingOptions options, ReadingCounts counts)
    {
        using var first = new Utf8Reader(Gzip.Unpack(file), source.Path, options, counts);
        using var second = new Utf8Reader(Gzip.Unpack(Open(source.Second!)), source.Second!, options, counts);
        foreach (var piece in ParallelLinesReader.Read(first, second, source, options, counts))
            yield return piece;
    }

    private static IEnumerable<TextPiece> ReadText(FileStream file, TextSource source, ReadingOptions options, ReadingCounts counts)
    {
        using var text = new Utf8Reader(Gzip.Unpack(file), source.Path, options, counts);
        var pieces = source.Format switch
        {
            TextFormat.Text => TextFileReader.Read(text, source.Path, options.Documents),
            TextFormat.JsonLines => JsonLinesReader.Read(text, source.Path, options, counts),
            TextFormat.Squad => SquadReader.Read(text, source.Path, options, counts),
            TextFormat.Conllu => new ConlluReader(source.Path, options.TagSeparator).Read(text),
            TextFormat.Csv or TextFormat.Tsv => DelimitedReader.Read(text, source.Path, source.Format, options, counts),
            _ => throw new ArgumentOutOfRangeException(nameof(source), source.Format, "It must be a known format."),
        };
        var label = FolderLabel.Of(source, options);
        foreach (var piece in pieces)
            yield return label is null ? piece : piece with { Label = label };
    }

    private static FileStream Open(string path) => File.Exists(path)
        ? RegularFile.OpenRead(path)
        : throw new FileNotFoundException($"There is no file {path}.", path);
}
