using SkiaSharp;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Tests.Support;
using Weft.Text.Corpora;
using Weft.Text.Reading;
using Weft.Text.Reading.Pictures;
using Weft.Text.Reading.Records;

namespace Weft.Tests.Text.Reading.Pictures;

/// <summary>Records with pictures, from the file to the token store.</summary>
public sealed class PictureReadingTests : IDisposable
{
    private static readonly DataOptions Options = new() { Field = "image", Second = "caption", ImageSize = 8, Tokenizer = "blanks" };

    private readonly TemporaryFolder _folder = new();

    public PictureReadingTests()
    {
        Directory.CreateDirectory(_folder.File("in"));
        for (var i = 0; i < 4; i++)
            TinyPictures.WritePng(_folder.File($"in/{i}.png"), (_, _) => new SKColor((byte)(10 * i), 0, 0));
    }

    [Theory]
    [InlineData("a.tsv", "image\tcaption\nin/0.png\tblack\n")]
    [InlineData("a.csv", "caption,image\n\"so black, so small\",.\\in\\0.png\n")]
    [InlineData("a.jsonl", "{\"image\":\"in/0.png\",\"caption\":\"black\\nsquare\"}\n")]
    public void A_record_is_its_caption_on_a_line_with_the_picture_beside(string name, string text)
    {
        var piece = Assert.Single(Read(name, text));

        Assert.Equal(name == "a.csv" ? "so black, so small\n" : name == "a.tsv" ? "black\n" : "black square\n", piece.Text);
        Assert.Equal(new GivenPicture("in/0.png", _folder.File("in/0.png")), piece.Picture);
        Assert.Equal("in/0.png", piece.Divided);
    }

    [Theory]
    [InlineData("../x.png", ", line 2: the path '../x.png' leaves the folder of the file.")]
    [InlineData("in/../../x.png", ", line 2: the path 'in/../../x.png' leaves the folder of the file.")]
    [InlineData("/etc/x.png", ", line 2: the path '/etc/x.png' leaves the folder of the file.")]
    [InlineData("C:x.png", ", line 2: the path 'C:x.png' leaves the folder of the file.")]
    [InlineData("in/9.png", "in/9.png is not there.")]
    [InlineData("text.png", "text.png is no picture that can be decoded")]
    public void Wrong_pictures_are_errors_with_file_and_line_or_are_passed_over_and_counted(string image, string error)
    {
        _folder.Write("text.png", "text");
        var text = $"image\tcaption\n{image}\ta\nin/0.png\tb\n";

        var message = Assert.Throws<InvalidDataException>(() => Read("a.tsv", text)).Message;
        Assert.StartsWith($"{_folder.File("a.tsv")}, line 2: ", message, StringComparison.Ordinal);
        Assert.Contains(error, message, StringComparison.Ordinal);
        Assert.EndsWith("To pass over such records: --set data.invalidRecords=skip.", message, StringComparison.Ordinal);
        var counts = new ReadingCounts();
        Assert.Equal("b\n", Assert.Single(Read("a.tsv", text, counts, InvalidRecords.Skip)).Text);
        Assert.Equal(1, counts.SkippedRecords.Values.Sum());
    }

    [Fact]
    public void The_store_has_each_picture_once_and_captions_of_one_are_not_divided()
    {
        var lines = Enumerable.Range(0, 40).Select(i => $"in/{i % 4}.png\tcaption {i}");
        _folder.Write("all.tsv", "image\tcaption\n" + string.Join('\n', lines) + "\n");
        using var store = Prepare("all.tsv");

        var seen = new List<string>();
        foreach (var split in TokenStoreFiles.Splits)
        {
            var pictures = store[split].Pictures!;
            Assert.Equal(store[split].DocumentCount, pictures.Numbers().Length);
            // Ten captions each.
            Assert.All(pictures.Numbers().CountBy(number => number), picture => Assert.Equal(10, picture.Value));
            for (var picture = 0; picture < pictures.Count; picture++)
            {
                var pixels = new byte[pictures.Width];
                pictures.CopyTo(picture, pixels);
                var name = pictures.NameOf(picture);
                Assert.Equal(PictureFile.Load(_folder.File(name), 8), pixels);
                seen.Add(name);
            }
        }
        Assert.Equal(["in/0.png", "in/1.png", "in/2.png", "in/3.png"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Other_pictures_are_another_store()
    {
        _folder.Write("all.tsv", "image\tcaption\n" + string.Concat(Enumerable.Range(0, 4).Select(i => $"in/{i}.png\tcaption {i}\n")));
        using var before = Prepare("all.tsv");
        using var same = Prepare("all.tsv");
        Assert.Equal(before.Manifest.Key, same.Manifest.Key);
        TinyPictures.WritePng(_folder.File("in/3.png"), (_, _) => SKColors.Green);
        using var other = Prepare("all.tsv");

        Assert.NotEqual(before.Manifest.Key, other.Manifest.Key);
    }

    [Fact]
    public void A_store_whose_pictures_were_changed_is_damaged()
    {
        _folder.Write("all.tsv", "image\tcaption\n" + string.Concat(Enumerable.Range(0, 4).Select(i => $"in/{i}.png\tcaption {i}\n")));
        string folder;
        using (var store = Prepare("all.tsv"))
            folder = store.Folder;
        var file = Path.Combine(folder, "train.pictures");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]);

        Assert.Contains("train.pictures", Assert.Throws<InvalidDataException>(() => TokenStore.Open(folder)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private TokenStore Prepare(string name) => CorpusPreparer.Prepare(
        new CorpusFiles(new TextCorpus("pictures", [new TextSource(_folder.File(name), TextFormat.Tsv, null)]), Options.ToReading()),
        Options with { ValidationRatio = 0.25, TestRatio = 0.25 }, _folder.File("cache"), workers: 2).Open();

    private List<TextPiece> Read(string name, string text, ReadingCounts? counts = null, InvalidRecords invalid = InvalidRecords.Fail)
    {
        _folder.Write(name, text);
        var format = name[^3..] switch { "tsv" => TextFormat.Tsv, "csv" => TextFormat.Csv, _ => TextFormat.JsonLines };
        var options = (Options with { InvalidRecords = invalid }).ToReading() with { Pictures = new KnownPictures() };
        return [.. new DocumentReader().Read(new TextSource(_folder.File(name), format, null), options, counts ?? new ReadingCounts())];
    }
}
