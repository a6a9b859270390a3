using SkiaSharp;
using Weft.Foundation.Files;

namespace Weft.Text.Reading.Pictures;

/// <summary>Reads PNG, JPEG and WebP, and whatever else SkiaSharp decodes; of moving pictures the first.</summary>
internal static class PictureFile
{
    /// <summary>The most pixels of a picture that is decoded: a small file may claim more than there is memory for.</summary>
    public const long MostPixels = 100_000_000;

    private const long MostBytes = 1 << 28;

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="PictureException">It is not there, or too large.</exception>
    public static byte[] Read(string path)
    {
        if (!File.Exists(path))
            throw new PictureException("without a file of their picture", "is not there.");
        using var file = RegularFile.OpenRead(path);
        if (file.Length > MostBytes)
            throw new PictureException("whose picture is too large", $"has {file.Length:N0} bytes, and pictures have at most {MostBytes:N0}.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The picture of a file, scaled.</summary>
    /// <inheritdoc cref="Decode"/>
    public static byte[] Load(string path, int side) => Decode(Read(path), side);

    /// <summary>Decodes a picture and scales it to a square; see <see cref="SquarePicture"/> for the rules.</summary>
    /// <param name="bytes">A file.</param>
    /// <param name="side">Pixels on a side.</param>
    /// <returns>[side, side, 3] red, green and blue.</returns>
    /// <exception cref="PictureException">It is no picture, cut short, or too large.</exception>
    public static byte[] Decode(byte[] bytes, int side)
    {
        PictureDecoder.Require();
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null)
            throw new PictureException("whose picture cannot be decoded", "is no picture that can be decoded: give PNG, JPEG or WebP.");
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        // Looked at before there is any memory for it.
        if ((long)info.Width * info.Height > MostPixels)
            throw new PictureException("whose picture is too large", $"has {info.Width:N0} x {info.Height:N0} pixels, and pictures have at most {MostPixels / 1_000_000} million. Scale it down.");
        var decoded = codec.GetPixels(info, out var pixels);
        if (decoded != SKCodecResult.Success)
            throw new PictureException("whose picture cannot be decoded", $"is damaged or cut short ({decoded}).");
        return SquarePicture.Of(new RawPicture(pixels, info.Width, info.Height, (int)codec.EncodedOrigin), side);
    }
}
