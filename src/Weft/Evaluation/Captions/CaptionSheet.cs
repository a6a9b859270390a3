using SkiaSharp;
using Weft.Evaluation.Plots;

namespace Weft.Evaluation.Captions;

/// <summary>Pictures beside their captions, on one sheet: a caption that is right is green; another one is red, and a right one stands below it.</summary>
internal static class CaptionSheet
{
    private const int Columns = 3;
    private const int Rows = 8;
    private const int CellWidth = 330;
    private const int CellHeight = 92;
    private const int PictureSide = 76;
    private const int Margin = 8;
    private const int MostLines = 5;
    private const float LetterSize = 13;
    private const float LineHeight = 16;

    private static readonly SKColor Right = new(0, 110, 60);
    private static readonly SKColor Wrong = new(190, 40, 30);
    private static readonly SKColor Truth = new(60, 60, 60);

    /// <summary>Draws pictures that are spread evenly over all.</summary>
    /// <param name="pictures">What was captioned, at least one.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(IReadOnlyList<CaptionedPicture> pictures)
    {
        var count = Math.Min(pictures.Count, Columns * Rows);
        var rows = (count + Columns - 1) / Columns;
        FigureFont.Choose();
        var letters = LabelLetters.For(pictures.SelectMany(picture => picture.References.Append(picture.Caption)));
        using var surface = SKSurface.Create(new SKImageInfo(Columns * CellWidth, rows * CellHeight + Margin, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        for (var place = 0; place < count; place++)
        {
            var picture = pictures[(int)((long)place * pictures.Count / count)];
            surface.Canvas.Save();
            surface.Canvas.Translate(place % Columns * CellWidth + Margin, place / Columns * CellHeight + Margin);
            DrawCell(surface.Canvas, picture, letters);
            surface.Canvas.Restore();
        }
        using var image = surface.Snapshot();
        using var bytes = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return bytes.ToArray();
    }

    private static void DrawCell(SKCanvas canvas, CaptionedPicture picture, LabelLetters letters)
    {
        using (var image = ImageOf(picture.Pixels))
            canvas.DrawImage(image, new SKRect(0, 0, PictureSide, PictureSide), new SKSamplingOptions(SKFilterMode.Nearest));
        using var frame = new SKPaint();
        (frame.Color, frame.Style) = (new SKColor(200, 200, 200), SKPaintStyle.Stroke);
        canvas.DrawRect(0, 0, PictureSide, PictureSide, frame);
        var lines = Lines(picture.Caption, picture.IsExact ? Right : Wrong, letters);
        if (!picture.IsExact)
            lines = [.. lines, .. Lines(picture.References[0], Truth, letters)];
        using var font = letters.Font(LetterSize);
        foreach (var (number, (line, color)) in lines.Take(MostLines).Index())
        {
            using var paint = new SKPaint();
            (paint.Color, paint.IsAntialias) = (color, true);
            canvas.DrawText(line, PictureSide + Margin, LetterSize + number * LineHeight, font, paint);
        }
    }

    private static List<(string Line, SKColor Color)> Lines(string text, SKColor color, LabelLetters letters)
    {
        const int MostLetters = 90;
        var broken = letters.Broken(letters.Drawn(text, MostLetters), LetterSize, CellWidth - PictureSide - 3 * Margin);
        return [.. broken.Split('\n').Select(line => (line, color))];
    }

    private static SKImage ImageOf(byte[] pixels)
    {
        var side = (int)Math.Sqrt(pixels.Length / 3.0);
        var opaque = new byte[4 * side * side];
        for (var pixel = 0; pixel < side * side; pixel++)
        {
            pixels.AsSpan(3 * pixel, 3).CopyTo(opaque.AsSpan(4 * pixel));
            opaque[4 * pixel + 3] = byte.MaxValue;
        }
        return SKImage.FromPixelCopy(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque), opaque);
    }
}
