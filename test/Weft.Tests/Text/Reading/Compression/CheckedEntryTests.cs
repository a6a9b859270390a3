using System.IO.Compression;
using Weft.Tests.Support;
using Weft.Text.Corpora.Named;
using Weft.Text.Vectors.Reading;

namespace Weft.Tests.Text.Reading.Compression;

public sealed class CheckedEntryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_whole_entry_is_read()
    {
        SafeUnzip.Extract(Stored("one.txt", "the text", damaged: false), _folder.Path, ["one.txt"], new UnzipLimits());

        Assert.Equal("the text", File.ReadAllText(_folder.File("one.txt")));
    }

    [Fact]
    public void A_damaged_entry_of_a_corpus_is_an_error_with_archive_and_entry()
    {
        var path = Stored("one.txt", "the text", damaged: true);

        Assert.Equal(
            $"{path}: 'one.txt' cannot be unpacked: the checksum of 'one.txt' does not hold: it is damaged.",
            Documents.Message(() => SafeUnzip.Extract(path, _folder.Path, ["one.txt"], new UnzipLimits())));
    }

    [Fact]
    public void A_damaged_entry_of_vectors_is_an_error_with_archive_and_entry()
    {
        var path = Stored("v.txt", "the 1 2\ncat 3 4\n", damaged: true);

        var error = Documents.Message(() => VectorReader.Read(path, (_, _) => true));
        Assert.StartsWith(path, error, StringComparison.Ordinal);
        Assert.Contains("the checksum of 'v.txt' does not hold", error);
    }

    private string Stored(string name, string text, bool damaged)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            entry.Write(Documents.Bytes(text));
        }
        var archive = bytes.ToArray();
        // A letter for another: only the checksum shows it.
        if (damaged)
            archive[archive.AsSpan().IndexOf(Documents.Bytes(text[..3]))]++;
        return _folder.WriteBytes("a.zip", archive);
    }
}
