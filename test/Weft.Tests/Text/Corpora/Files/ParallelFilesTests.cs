using System.IO.Compression;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Corpora;
using Weft.Text.Corpora.Files;
using Weft.Text.Reading;

namespace Weft.Tests.Text.Corpora.Files;

/// <summary>Two files of one name whose lines belong together, from the folder to the pairs.</summary>
public sealed class ParallelFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Line_N_of_one_belongs_to_line_N_of_the_other_and_files_are_splits_by_their_names()
    {
        _folder.Write("train.de", "Ein Hund.\n Zwei  Hunde. \r\n\nDrei.\n");
        _folder.Write("train.en", "A dog.\nTwo dogs.\nNothing.\n\n");
        Pack("val.de.gz", "Vier.");
        _folder.Write("val.en", "Four.\n");
        _folder.Write("train.fr", "Un chien.\n");
        var corpus = Locate();
        var (files, counts) = (new CorpusFiles(corpus, Options), new ReadingCounts());

        Assert.Equal([(Split.Train, "train.en"), (Split.Validation, "val.en")], corpus.Sources.Select(source => (source.OfficialSplit!.Value, Path.GetFileName(source.Second))));
        Assert.Contains("Splits as named: train 1 file (train.de), validation 1 file (val.de.gz); test is taken from train.", corpus.Notes);
        Assert.Contains("Left out: 1 file (1 .fr).", corpus.Notes);
        Assert.Equal(
            [("Ein Hund.\nA dog.\n", (Split?)Split.Train), ("Zwei  Hunde.\nTwo dogs.\n", Split.Train), ("Vier.\nFour.\n", Split.Validation)],
            files.Read(counts).Select(piece => (piece.Piece.Text, piece.OfficialSplit)));
        // A pair with an empty side is no pair.
        Assert.Equal([("without 'de'", 1L), ("without 'en'", 1L)], counts.SkippedRecords.Select(kind => (kind.Key, kind.Value)));
        Assert.Equal(counts.Bytes, files.Sources.Sum(source => source.Bytes));
    }

    [Fact]
    public void Another_text_on_either_side_is_another_corpus()
    {
        _folder.Write("a.de", "Ein Hund.\n");
        _folder.Write("a.en", "A dog.\n");
        var before = CorpusFingerprint.Of(Locate()).Single();
        _folder.Write("a.en", "A cat.\n");

        Assert.NotEqual(before.Sha256, CorpusFingerprint.Of(Locate()).Single().Sha256);
        Assert.Equal(("a.de", 17L), (before.Name, before.Bytes));
    }

    [Theory]
    [InlineData("a\nb\n", "a\n", 2, 1)]
    [InlineData("a\n", "a\nb\nc", 1, 3)]
    public void Different_numbers_of_lines_are_an_error(string first, string second, int lines, int others)
    {
        var (one, other) = (_folder.Write("a.de", first), _folder.Write("a.en", second));
        var files = new CorpusFiles(Locate(), Options);

        Assert.Equal(
            $"{one} has {lines} lines and {other} has {others}; line N of one belongs to line N of the other.{Environment.NewLine}Give two files of as many lines, an empty one where there is nothing.",
            Assert.Throws<InvalidDataException>(() => files.Read(new ReadingCounts()).Count()).Message);
    }

    [Fact]
    public void A_file_without_the_other_is_an_error()
    {
        _folder.Write("a.de", "a\n");
        _folder.Write("a.en", "a\n");
        var alone = _folder.Write("b.en", "b\n");

        Assert.Equal(
            $"{alone} has no b.de beside it, with the texts that its lines belong to. Add it, or take b.en out of the folder.",
            Assert.Throws<InvalidDataException>(Locate).Message);
        File.Delete(alone);
        Pack("a.en.gz", "a");
        Assert.EndsWith("is there twice, packed and unpacked. Keep one of them.", Assert.Throws<InvalidDataException>(Locate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_such_files_is_read_as_ever()
    {
        _folder.Write("pairs.csv", "de,en\nEin Hund.,A dog.\n");

        Assert.Equal(TextFormat.Csv, Locate().Sources.Single().Format);
    }

    public void Dispose() => _folder.Dispose();

    private static ReadingOptions Options => new DataOptions { Field = "de", Second = "en" }.ToReading();

    private TextCorpus Locate() => CorpusLocator.Locate(_folder.Path, new CorpusOptions { DataFolder = _folder.File("data"), Parallel = new ParallelFiles("de", "en") });

    private void Pack(string name, string text)
    {
        using var file = File.Create(_folder.File(name));
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        gzip.Write(Weft.Foundation.StrictUtf8.Encoding.GetBytes(text));
    }
}
