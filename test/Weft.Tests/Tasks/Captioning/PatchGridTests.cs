using Weft.Data.Batching;

namespace Weft.Tests.Tasks.Captioning;

/// <summary>Pictures cut into patches, and shifted, by hand.</summary>
public sealed class PatchGridTests
{
    [Fact]
    public void Patches_go_row_by_row_and_bytes_become_numbers_from_minus_two_to_two()
    {
        // Two patches on a side, of two pixels: the first byte of each pixel is its number.
        var pixels = new byte[48];
        for (var pixel = 0; pixel < 16; pixel++)
            pixels[3 * pixel] = (byte)(pixel * 17);
        var patches = Cut(pixels);

        Assert.Equal([0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15], patches.Chunk(3).Select(pixel => (int)Math.Round((pixel[0] + 2) * 15 / 4)));
        Assert.Equal((-2, 2), (patches.Min(), patches.Max()));
    }

    [Fact]
    public void A_shift_brings_in_white_and_less_ink_leaves_white_white()
    {
        var pixels = new byte[48];
        pixels[0] = 55;
        var patches = Cut(pixels, new PictureChange(Right: 1, Down: 2, Ink: [0.5f, 1, 1.2f]));

        // Row 2, column 1 is the second pixel of the third patch: red is half as far from white, and blue was as far as can be.
        float Byte(float value) => value * 63.75f + 127.5f;
        Assert.Equal([155, 0, 0], patches.AsSpan(3 * (2 * 4 + 1), 3).ToArray().Select(value => MathF.Round(Byte(value))));
        // The first row of patches, and the first column, are white.
        Assert.All(patches.Take(24), value => Assert.Equal(2, value));
        Assert.Equal(2, patches[3 * 8]);
    }

    [Fact]
    public void Shifts_reach_their_bounds_and_no_further()
    {
        var changes = Enumerable.Range(0, 400).Select(example => PictureChange.Of(2, 0.25, seed: 1, epoch: 0, example)!).ToList();

        Assert.Equal([-2, -1, 0, 1, 2], changes.Select(change => change.Right).Distinct().Order());
        Assert.Equal([-2, -1, 0, 1, 2], changes.Select(change => change.Down).Distinct().Order());
        Assert.All(changes, change => Assert.All(change.Ink, ink => Assert.InRange(ink, 0.75f, 1.25f)));
        Assert.Null(PictureChange.Of(0, 0, 1, 0, 0));
        // Left and right, up and down, and colours are as likely.
        Assert.InRange(changes.Average(change => change.Right), -0.3, 0.3);
        Assert.InRange(changes.Average(change => change.Ink[1]), 0.97, 1.03);
    }

    private static float[] Cut(byte[] pixels, PictureChange? change = null)
    {
        var grid = new PatchGrid(4, 2);
        var patches = new float[grid.Numbers];
        grid.Cut(pixels, patches, change);
        return patches;
    }
}
