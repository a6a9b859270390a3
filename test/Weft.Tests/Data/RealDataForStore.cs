using System.IO.Compression;
using Weft.Data;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Tests.Data;

/// <summary>WikiText-2 as it lies beside the repository, read line by line.</summary>
internal sealed class RealDataForStore : ICorpusReader
{
    private readonly string _folder;

    private RealDataForStore(string folder) => _folder = folder;

    public IReadOnlyList<SourceRecord> Sources =>
    [
        new("train.txt.gz", TextFormat.Text, Split.Train, 0, "train"),
        new("valid.txt.gz", TextFormat.Text, Split.Validation, 0, "valid"),
        new("test.txt.gz", TextFormat.Text, Split.Test, 0, "test"),
    ];

    public static RealDataForStore OrSkip()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "wikitext-2");
            if (Directory.Exists(data))
                return new RealDataForStore(data);
        }
        Assert.SkipWhen(Environment.GetEnvironmentVariable("WEFT_REQUIRE_DATA") != "1", "WikiText-2 is not beside the repository.");
        throw new InvalidDataException("WEFT_REQUIRE_DATA=1, but WikiText-2 is not beside the repository.");
    }

    public IEnumerable<CorpusPiece> Read(ReadingCounts counts)
    {
        foreach (var source in Sources)
        {
            using var stream = new GZipStream(File.OpenRead(Path.Combine(_folder, source.Name)), CompressionMode.Decompress);
            using var reader = new StreamReader(stream);
            var starts = true;
            while (reader.ReadLine() is { } line)
            {
                yield return new CorpusPiece(new TextPiece(line + "\n", starts), source.OfficialSplit);
                starts = false;
            }
        }
    }
}
