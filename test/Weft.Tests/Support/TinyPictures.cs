using SkiaSharp;
using Weft.Data;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Tasks;

namespace Weft.Tests.Support;

/// <summary>Pictures of eight pixels on a side, whose quarters have a colour each, and captions that name the colours.</summary>
internal static class TinyPictures
{
    public const int Side = 8;

    private static readonly (string Name, SKColor Color)[] Colors = [("red", SKColors.Red), ("green", SKColors.Lime), ("blue", SKColors.Blue), ("black", SKColors.Black)];

    /// <summary>Writes <c>all.csv</c> and pictures into a folder of a tiny training; of every fourth picture there are two captions.</summary>
    public static string Write(TinyTraining tiny, int pictures = 320, string name = "pictures")
    {
        var random = RandomStream.For(9, "pictures");
        var (folder, lines) = (tiny.Folder(name), new List<string> { "image,caption" });
        Directory.CreateDirectory(folder);
        for (var i = 0; i < pictures; i++)
        {
            var quarters = Enumerable.Range(0, 1 + random.NextInt32(4)).Select(_ => Colors[random.NextInt32(Colors.Length)]).ToArray();
            WritePng(Path.Combine(folder, $"{i}.png"), (x, y) => 2 * (y / 4) + x / 4 is var quarter && quarter < quarters.Length ? quarters[quarter].Color : SKColors.White);
            var words = string.Join(' ', quarters.Select(quarter => quarter.Name));
            lines.Add($"{i}.png,{words}");
            if (i % 4 == 0)
                lines.Add($"{i}.png,here {words}");
        }
        File.WriteAllLines(Path.Combine(folder, "all.csv"), lines);
        return folder;
    }

    /// <summary>Writes a picture.</summary>
    public static void WritePng(string path, Func<int, int, SKColor> color, int width = Side, int height = Side, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(x, y, color(x, y));
        }
        using var bytes = bitmap.Encode(format, 100);
        using var file = File.Create(path);
        bytes.SaveTo(file);
    }

    /// <summary>The options of a tiny training that learns them.</summary>
    public static RunOptions Options(TinyTraining tiny, string source) => tiny.Options with
    {
        Task = TaskKind.Captioning,
        Data = new DataOptions { Source = source, Field = "image", Second = "caption", ImageSize = Side, Tokenizer = "blanks", ValidationRatio = 0.2, TestRatio = 0.2 },
        Sampling = new SamplingOptions { ImageShift = 1, ImageColor = 0.1 },
    };
}
