using SkiaSharp;
using Weft.Tests.Support;
using Weft.Text.Reading.Pictures;

namespace Weft.Tests.Text.Reading.Pictures;

/// <summary>Pictures that are decoded and scaled, and files that are none.</summary>
public sealed class PictureFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_picture_of_the_right_size_stays_as_it_is()
    {
        TinyPictures.WritePng(_folder.File("a.png"), (x, y) => new SKColor((byte)(20 * x), (byte)(30 * y), 7));

        var pixels = PictureFile.Load(_folder.File("a.png"), 8);

        Assert.Equal(192, pixels.Length);
        Assert.Equal([20 * 3, 30 * 5, 7], pixels.AsSpan(3 * (5 * 8 + 3), 3).ToArray().Select(value => (int)value));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void JPEG_and_WebP_are_read_too(SKEncodedImageFormat format)
    {
        TinyPictures.WritePng(_folder.File("a"), (_, _) => new SKColor(200, 100, 50), 16, 16, format);

        Assert.All(PictureFile.Load(_folder.File("a"), 4).Chunk(3), pixel => Assert.All(pixel.Zip([200, 100, 50]), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 4)));
    }

    [Fact]
    public void What_is_transparent_is_white()
    {
        // A quarter as opaque: three quarters of white and one of black.
        TinyPictures.WritePng(_folder.File("a.png"), (x, _) => x < 4 ? new SKColor(9, 9, 9, 0) : new SKColor(0, 0, 0, 51));

        var pixels = PictureFile.Load(_folder.File("a.png"), 8);
        Assert.Equal([255, 204], new[] { pixels[0], pixels[3 * 4] }.Select(value => (int)value));
    }

    [Fact]
    public void A_wide_picture_has_white_above_and_below_and_areas_become_their_mean()
    {
        // Columns of black and white, 8 x 4: each pair of columns is a grey one of 4 x 2, with a row of white on each side.
        TinyPictures.WritePng(_folder.File("a.png"), (x, _) => x % 2 == 0 ? SKColors.Black : SKColors.White, 8, 4);

        var rows = PictureFile.Load(_folder.File("a.png"), 4).Chunk(12).Select(row => row.Distinct().Single()).ToList();
        Assert.Equal([255, 128, 128, 255], rows.Select(value => (int)value));
    }

    [Fact]
    public void A_small_picture_becomes_larger_and_an_odd_margin_is_shared()
    {
        // 1 x 2 pixels in 3: a pixel is 1.5 long, and the picture 1.5 wide, three quarters white on each side.
        var pixels = SquarePicture.Of(new RawPicture([0, 0, 0, 255, 0, 0, 0, 255], 1, 2), 3);

        Assert.Equal([191, 0, 191], new[] { pixels[0], pixels[3], pixels[6] }.Select(value => (int)value));
    }

    [Theory]
    [InlineData(1, "ab cd ef")]
    [InlineData(2, "ba dc fe")]
    [InlineData(3, "fe dc ba")]
    [InlineData(4, "ef cd ab")]
    [InlineData(5, "ace bdf")]
    [InlineData(6, "eca fdb")]
    [InlineData(7, "fdb eca")]
    [InlineData(8, "bdf ace")]
    public void Photos_are_turned_upright_as_EXIF_says(int turn, string rows)
    {
        // Two columns and three rows.
        var raw = new RawPicture([.. "abcdef".SelectMany(letter => new byte[] { (byte)letter, 0, 0, 255 })], 2, 3, turn);

        var upright = Enumerable.Range(0, raw.UprightHeight).Select(y => string.Concat(Enumerable.Range(0, raw.UprightWidth).Select(x => (char)raw.Pixels[raw.At(x, y)])));
        Assert.Equal(rows, string.Join(' ', upright));
    }

    [Fact]
    public void Files_that_are_no_pictures_are_refused_and_a_bomb_before_it_takes_memory()
    {
        File.WriteAllText(_folder.File("text.png"), "no picture");
        Assert.Equal("is no picture that can be decoded: give PNG, JPEG or WebP.", Refusal("text.png"));
        Assert.Equal("is not there.", Refusal("missing.png"));
        TinyPictures.WritePng(_folder.File("whole.png"), (x, y) => new SKColor((byte)(x * 7), (byte)(y * 5), (byte)(x * y)), 64, 64);
        File.WriteAllBytes(_folder.File("cut.png"), File.ReadAllBytes(_folder.File("whole.png"))[..400]);
        Assert.StartsWith("is damaged or cut short (", Refusal("cut.png"), StringComparison.Ordinal);

        // The header of a picture with 40,000 x 40,000 pixels, with its check sum, and no pixels.
        var bomb = File.ReadAllBytes(_folder.File("whole.png"));
        byte[] size = [0, 0, 0x9C, 0x40];
        size.CopyTo(bomb, 16);
        size.CopyTo(bomb, 20);
        BitConverter.GetBytes(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(System.IO.Hashing.Crc32.HashToUInt32(bomb.AsSpan(12, 17)))).CopyTo(bomb, 29);
        File.WriteAllBytes(_folder.File("bomb.png"), bomb);
        Assert.Equal("has 40,000 x 40,000 pixels, and pictures have at most 100 million. Scale it down.", Refusal("bomb.png"));
    }

    public void Dispose() => _folder.Dispose();

    private string Refusal(string name) => Assert.Throws<PictureException>(() => PictureFile.Load(_folder.File(name), 8)).Message;
}
