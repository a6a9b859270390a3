using System.Runtime.InteropServices;
using Weft.Foundation.Counting;

namespace Weft.Text.Vectors.Learning;

/// <summary>A pair as learning takes it: one order of two words.</summary>
/// <param name="Word">The word.</param>
/// <param name="Context">The word in its context.</param>
/// <param name="Logarithm">Of their count.</param>
/// <param name="Weight">What their error counts: equation 9 of the paper.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TrainingPair(int Word, int Context, float Logarithm, float Weight)
{
    /// <summary>Bytes of a pair on disk.</summary>
    public const int Bytes = 16;

    /// <summary>The two orders of a count, or the one of a word with itself.</summary>
    public static IEnumerable<TrainingPair> Of(PairCount<double> pair, GloVeOptions options)
    {
        var weight = (float)(pair.Count > options.MaximumCount ? 1 : Math.Pow(pair.Count / options.MaximumCount, options.Exponent));
        var logarithm = (float)Math.Log(pair.Count);
        yield return new TrainingPair(pair.First, pair.Second, logarithm, weight);
        if (pair.First != pair.Second)
            yield return new TrainingPair(pair.Second, pair.First, logarithm, weight);
    }
}
