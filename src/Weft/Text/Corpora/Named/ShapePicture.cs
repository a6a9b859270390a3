using SkiaSharp;
using Weft.Foundation;

namespace Weft.Text.Corpora.Named;

/// <summary>A picture of one to three shapes, 32 pixels on a side. What is in it is a function of its split and number.</summary>
/// <param name="Shapes">The shapes.</param>
/// <param name="Captions">What they are, and where: of two shapes there are two captions, one from the side of each.</param>
internal sealed record ShapePicture(IReadOnlyList<Shape> Shapes, IReadOnlyList<string> Captions)
{
    private const int Side = 32;
    private const float Middle = Side / 2f;

    private static readonly (string Name, SKColor Color)[] Colors =
    [
        ("red", new SKColor(220, 30, 40)), ("green", new SKColor(30, 160, 60)), ("blue", new SKColor(40, 70, 220)), ("yellow", new SKColor(245, 215, 40)),
        ("orange", new SKColor(245, 130, 30)), ("purple", new SKColor(140, 50, 170)), ("black", new SKColor(25, 25, 25)), ("grey", new SKColor(150, 150, 150)),
    ];

    private static readonly string[] Kinds = ["circle", "square", "triangle", "star", "cross"];

    /// <summary>The picture of a number.</summary>
    public static ShapePicture Of(string split, int number)
    {
        var random = RandomStream.For(1, $"shapes {split}", number);
        var (count, isUpright) = (1 + random.NextInt32(3), random.NextInt32(2) == 0);
        var shapes = Enumerable.Range(0, count).Select(place => One(ref random, place, count, isUpright)).ToList();
        return new ShapePicture(shapes, CaptionsOf(shapes, isUpright));
    }

    /// <summary>Draws it on white.</summary>
    public SKImage Draw()
    {
        using var surface = SKSurface.Create(new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        foreach (var shape in Shapes)
            shape.Draw(surface.Canvas);
        return surface.Snapshot();
    }

    private static Shape One(ref RandomStream random, int place, int count, bool isUpright)
    {
        var (isLarge, color, kind) = (random.NextInt32(2) == 0, Colors[random.NextInt32(Colors.Length)], Kinds[random.NextInt32(Kinds.Length)]);
        // Three have no room for two sizes.
        var radius = count == 3 ? 4.5f : (isLarge, count) switch { (true, 1) => 10, (false, 1) => 5.5f, (true, _) => 7, _ => 4f };
        var along = count == 1 ? Middle + Around(ref random, 4) : Side * (place + 0.5f) / count + Around(ref random, 3 - count * 0.75f);
        var across = Middle + Around(ref random, count == 3 ? 6 : 4);
        var name = count == 3 ? $"{(color.Name == "orange" ? "an" : "a")} {color.Name} {kind}" : $"a {(isLarge ? "large" : "small")} {color.Name} {kind}";
        return isUpright ? new Shape(kind, name, color.Color, across, along, radius) : new Shape(kind, name, color.Color, along, across, radius);
    }

    private static float Around(ref RandomStream random, float most) => most * (2 * (float)random.NextDouble() - 1);

    private static IReadOnlyList<string> CaptionsOf(List<Shape> shapes, bool isUpright) => shapes switch
    {
        [var one] => [one.Name],
        [var one, var other] => isUpright ? [$"{one.Name} above {other.Name}", $"{other.Name} below {one.Name}"] : [$"{one.Name} left of {other.Name}", $"{other.Name} right of {one.Name}"],
        _ => [$"{shapes[0].Name}, {shapes[1].Name} and {shapes[2].Name} {(isUpright ? "from top to bottom" : "from left to right")}"],
    };
}

/// <summary>A shape in a picture.</summary>
/// <param name="Kind">Circle, square, triangle, star or cross.</param>
/// <param name="Name">What captions call it.</param>
/// <param name="Color">Its colour.</param>
/// <param name="X">Its middle, in pixels from the left.</param>
/// <param name="Y">Its middle, in pixels from the top.</param>
/// <param name="Radius">From the middle to the sides, in pixels.</param>
internal sealed record Shape(string Kind, string Name, SKColor Color, float X, float Y, float Radius)
{
    private const int Points = 5;

    /// <summary>Draws it.</summary>
    public void Draw(SKCanvas canvas)
    {
        using var paint = new SKPaint();
        (paint.Color, paint.IsAntialias) = (Color, true);
        if (Kind == "circle")
        {
            canvas.DrawCircle(X, Y, Radius, paint);
            return;
        }
        using var path = new SKPath();
        path.AddPoly([.. Corners().Select(corner => new SKPoint(X + Radius * corner.X, Y + Radius * corner.Y))]);
        canvas.DrawPath(path, paint);
    }

    // In radii from the middle.
    private IEnumerable<(float X, float Y)> Corners()
    {
        const float Arm = 0.36f;
        return Kind switch
        {
            "square" => [(-0.9f, -0.9f), (0.9f, -0.9f), (0.9f, 0.9f), (-0.9f, 0.9f)],
            "triangle" => [(0, -1), (1, 0.85f), (-1, 0.85f)],
            "cross" =>
            [
                (-Arm, -1), (Arm, -1), (Arm, -Arm), (1, -Arm), (1, Arm), (Arm, Arm), (Arm, 1), (-Arm, 1), (-Arm, Arm), (-1, Arm), (-1, -Arm), (-Arm, -Arm),
            ],
            _ => Enumerable.Range(0, 2 * Points).Select(corner => Ray(corner * MathF.PI / Points, corner % 2 == 0 ? 1.1f : 0.45f)),
        };
    }

    private static (float X, float Y) Ray(float angle, float length) => (length * MathF.Sin(angle), -length * MathF.Cos(angle));
}
