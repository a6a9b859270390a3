namespace Weft.Text.Reading.Pictures;

/// <summary>A picture as it was decoded.</summary>
/// <param name="Pixels">[height, width, 4] red, green, blue and opacity, not multiplied by it.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Turn">How it is to be turned, as EXIF numbers it: 1 stands upright.</param>
internal readonly record struct RawPicture(byte[] Pixels, int Width, int Height, int Turn = 1)
{
    /// <summary>Whether columns become rows.</summary>
    private bool IsOnItsSide => Turn >= 5;

    /// <summary>Pixels in a row of the upright picture.</summary>
    public int UprightWidth => IsOnItsSide ? Height : Width;

    /// <summary>Rows of the upright picture.</summary>
    public int UprightHeight => IsOnItsSide ? Width : Height;

    /// <summary>Where a pixel of the upright picture is.</summary>
    public int At(int x, int y)
    {
        var (column, row) = Turn switch
        {
            2 => (Width - 1 - x, y),
            3 => (Width - 1 - x, Height - 1 - y),
            4 => (x, Height - 1 - y),
            5 => (y, x),
            6 => (y, Height - 1 - x),
            7 => (Width - 1 - y, Height - 1 - x),
            8 => (Width - 1 - y, x),
            _ => (x, y),
        };
        return 4 * (row * Width + column);
    }
}

/// <summary>
/// Scales pictures to squares. The longer side fills the square and the shorter one keeps its proportion, in the middle; what is transparent or beside
/// the picture is white. Each pixel is the mean of the area that it covers, so that smaller pictures are smooth and larger ones have
/// blocks; a picture of the right size stays as it is, bit for bit. Worked out here, so that it is the same on every machine.
/// </summary>
internal static class SquarePicture
{
    private const int White = 255;

    /// <summary>Scales a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="side">Pixels on a side.</param>
    /// <returns>[side, side, 3] red, green and blue.</returns>
    public static byte[] Of(RawPicture picture, int side)
    {
        var scale = (double)Math.Max(picture.UprightWidth, picture.UprightHeight) / side;
        // Half of what is left over lies before the picture, in pixels of it.
        var (left, top) = ((scale * side - picture.UprightWidth) / 2, (scale * side - picture.UprightHeight) / 2);
        var (columns, rows) = (Cover(side, scale, left, picture.UprightWidth), Cover(side, scale, top, picture.UprightHeight));
        var square = new byte[side * side * 3];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
                Mean(picture, columns[x], rows[y], scale * scale, square.AsSpan(3 * (y * side + x), 3));
        }
        return square;
    }

    // Which pixels of the picture each pixel of the square covers, on one axis, and how much of each.
    private static (int First, double[] Shares)[] Cover(int side, double scale, double before, int length)
    {
        var cover = new (int, double[])[side];
        for (var i = 0; i < side; i++)
        {
            var (begin, end) = (Math.Clamp(i * scale - before, 0, length), Math.Clamp((i + 1) * scale - before, 0, length));
            var first = (int)begin;
            cover[i] = (first, [.. Enumerable.Range(first, Math.Max(0, (int)Math.Ceiling(end) - first)).Select(at => Math.Min(end, at + 1) - Math.Max(begin, at))]);
        }
        return cover;
    }

    private static void Mean(RawPicture picture, (int First, double[] Shares) columns, (int First, double[] Shares) rows, double area, Span<byte> pixel)
    {
        Span<double> sums = stackalloc double[3];
        var covered = 0.0;
        for (var j = 0; j < rows.Shares.Length; j++)
        {
            for (var i = 0; i < columns.Shares.Length; i++)
            {
                var share = rows.Shares[j] * columns.Shares[i];
                var at = picture.Pixels.AsSpan(picture.At(columns.First + i, rows.First + j), 4);
                covered += share;
                for (var colour = 0; colour < 3; colour++)
                    sums[colour] += share * (White + (at[colour] - White) * at[3] / 255.0);
            }
        }
        for (var colour = 0; colour < 3; colour++)
            pixel[colour] = (byte)Math.Clamp(Math.Round((sums[colour] + Math.Max(0, area - covered) * White) / area), 0, White);
    }
}
