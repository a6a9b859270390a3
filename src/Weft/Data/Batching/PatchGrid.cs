namespace Weft.Data.Batching;

/// <summary>How square pictures are cut into square patches, which a model reads as tokens (Dosovitskiy et al. 2021): row by row, from the left.</summary>
/// <param name="ImageSize">Pixels on a side of a picture.</param>
/// <param name="Patch">Pixels on a side of a patch; divides that.</param>
internal sealed record PatchGrid(int ImageSize, int Patch)
{
    // Bytes become numbers from -2 to 2, whose spread is about 1 in pictures of all kinds.
    private const float Middle = 127.5f;
    private const float Spread = 63.75f;
    private const byte White = 255;

    /// <summary>Patches on a side of a picture.</summary>
    public int Side => ImageSize / Patch;

    /// <summary>Patches of a picture.</summary>
    public int Count => Side * Side;

    /// <summary>Numbers of a patch: three for each pixel.</summary>
    public int Width => 3 * Patch * Patch;

    /// <summary>Numbers of a picture.</summary>
    public int Numbers => Count * Width;

    /// <summary>Cuts a picture.</summary>
    /// <param name="pixels">[side, side, 3] red, green and blue.</param>
    /// <param name="patches">[patches, the patch's rows, its columns, 3], from -2 to 2.</param>
    /// <param name="change">What is done to the picture before; null is nothing.</param>
    public void Cut(ReadOnlySpan<byte> pixels, Span<float> patches, PictureChange? change = null)
    {
        var at = 0;
        for (var patch = 0; patch < Count; patch++)
        {
            var (top, left) = (patch / Side * Patch, patch % Side * Patch);
            for (var pixel = 0; pixel < Patch * Patch; pixel++)
            {
                var (row, column) = (top + pixel / Patch - (change?.Down ?? 0), left + pixel % Patch - (change?.Right ?? 0));
                var isThere = row >= 0 && row < ImageSize && column >= 0 && column < ImageSize;
                for (var colour = 0; colour < 3; colour++)
                {
                    float value = isThere ? pixels[3 * (row * ImageSize + column) + colour] : White;
                    value = change is null ? value : Math.Max(0, White - (White - value) * change.Ink[colour]);
                    patches[at++] = (value - Middle) / Spread;
                }
            }
        }
    }
}
