using SkiaSharp;
using Weft.Text;

namespace Weft.Examples;

/// <summary>Learns to say what is in a picture, from a folder of pictures with their captions, and says it of one.</summary>
internal static class CaptionsOfPictures
{
    private static readonly (string Name, SKColor Colour)[] Colours = [("red", SKColors.Red), ("green", SKColors.Green), ("blue", SKColors.Blue), ("black", SKColors.Black)];
    private static readonly (string Name, int X, int Y)[] Places = [("at the top left", 2, 2), ("at the top right", 18, 2), ("at the bottom left", 2, 18), ("at the bottom right", 18, 18)];

    public static void Run(string run)
    {
        var folder = Draw($"{run}-pictures");
        using var model = new TrainingBuilder(Presets.Caption) { Data = folder, Steps = Example.Steps }.Train(run);

        Console.WriteLine($"tokens right {model.Evaluate(Split.Validation).Accuracy:P1}");
        Console.WriteLine(model.Caption(Path.Combine(folder, "0.png")));
    }

    // One file beside the pictures names each, and says what is in it.
    private static string Draw(string folder)
    {
        Directory.CreateDirectory(folder);
        var records = new List<string> { "image,caption" };
        for (var i = 0; i < 600; i++)
        {
            var ((colour, paint), (place, x, y), isCircle) = (Colours[i % 4], Places[i / 4 % 4], i / 16 % 2 == 0);
            Draw(Path.Combine(folder, $"{i}.png"), paint, new SKRect(x, y, x + 8 + i % 5, y + 8 + i % 5), isCircle);
            records.Add($"{i}.png,a {colour} {(isCircle ? "circle" : "square")} {place}");
        }
        File.WriteAllLines(Path.Combine(folder, "captions.csv"), records);
        return folder;
    }

    private static void Draw(string path, SKColor colour, SKRect place, bool isCircle)
    {
        using var bitmap = new SKBitmap(32, 32);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = colour };
        canvas.Clear(SKColors.White);
        if (isCircle)
            canvas.DrawOval(place, paint);
        else
            canvas.DrawRect(place, paint);
        using var file = File.Create(path);
        bitmap.Encode(file, SKEncodedImageFormat.Png, quality: 100);
    }
}
