using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Corpora;
using Weft.Text.Corpora.Named;
using Weft.Text.Reading.Pictures;

namespace Weft.Tests.Text.Corpora;

/// <summary>The pictures that Weft draws itself.</summary>
public sealed class ShapesCorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Pictures_are_drawn_once_and_captions_name_what_is_there()
    {
        var corpus = CorpusLocator.Locate("shapes", new CorpusOptions { DataFolder = _folder.Path });

        Assert.Equal([Split.Train, Split.Validation, Split.Test], corpus.Sources.Select(source => source.OfficialSplit));
        var test = corpus.Sources[2].Path;
        var lines = File.ReadAllLines(test);
        Assert.Equal("image\tcaption", lines[0]);
        Assert.Equal(400, lines.Skip(1).Select(line => line.Split('\t')[0]).Distinct().Count());
        Assert.All(lines.Skip(1), line => Assert.Matches("^test/[0-9]{4}.png\tan? ", line));
        Assert.Contains(lines, line => line.Contains(" above ", StringComparison.Ordinal));
        var written = File.GetLastWriteTimeUtc(test);
        CorpusLocator.Locate("shapes", new CorpusOptions { DataFolder = _folder.Path });
        Assert.Equal(written, File.GetLastWriteTimeUtc(test));
    }

    [Fact]
    public void A_picture_has_the_colours_of_its_shapes_where_they_are()
    {
        for (var number = 1; number <= 60; number++)
        {
            var picture = ShapePicture.Of("train", number);
            using var image = picture.Draw();
            using var bytes = image.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
            var pixels = PictureFile.Decode(bytes.ToArray(), 32);
            Assert.All(picture.Shapes, shape =>
            {
                var at = 3 * (32 * (int)shape.Y + (int)shape.X);
                Assert.Equal((shape.Color.Red, shape.Color.Green, shape.Color.Blue), (pixels[at], pixels[at + 1], pixels[at + 2]));
                Assert.Contains(shape.Kind, picture.Captions[0], StringComparison.Ordinal);
            });
        }
        Assert.Equal(ShapePicture.Of("train", 5).Captions, ShapePicture.Of("train", 5).Captions);
    }

    public void Dispose() => _folder.Dispose();
}
