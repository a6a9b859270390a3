using Weft.Foundation;

namespace Weft.Data.Batching;

/// <summary>What is done to a picture before it is learnt from, so that a model does not lean on single pixels. Left stays left: no picture is mirrored, since captions speak of sides.</summary>
/// <param name="Right">By how many pixels it is shifted to the right; white comes in from the left.</param>
/// <param name="Down">By how many pixels it is shifted down.</param>
/// <param name="Ink">[3] What the difference to white of red, green and blue is multiplied by: white stays white.</param>
internal sealed record PictureChange(int Right, int Down, float[] Ink)
{
    /// <summary>A change that is a function of its key; null where none is asked for.</summary>
    /// <param name="shift">By how many pixels at most a picture is shifted in each direction.</param>
    /// <param name="color">By what share at most each colour becomes more or less.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="example">The number of the example.</param>
    public static PictureChange? Of(int shift, double color, long seed, long epoch, long example)
    {
        if (shift == 0 && color == 0)
            return null;
        var random = RandomStream.For(seed, "picture", epoch, example);
        var (right, down) = (random.NextInt32(2 * shift + 1) - shift, random.NextInt32(2 * shift + 1) - shift);
        var ink = new float[3];
        for (var i = 0; i < ink.Length; i++)
            ink[i] = (float)(1 + color * (2 * random.NextDouble() - 1));
        return new PictureChange(right, down, ink);
    }
}
