using Weft.Foundation;

namespace Weft.Bench.Trainings;

/// <summary>
/// A stream of tokens whose frequencies follow Zipf's law with Mandelbrot's shift, p(rank) ~ 1 / (rank + 2.7), as words of a text do;
/// a smaller id is more frequent, as in Weft's vocabularies. The same for the same seed on every machine.
/// </summary>
internal static class SyntheticTokens
{
    private const double Shift = 2.7;

    /// <summary>Draws tokens, each by itself.</summary>
    /// <param name="count">How many.</param>
    /// <param name="vocabulary">Ids are below this.</param>
    /// <param name="seed">Another seed is another text.</param>
    public static int[] Draw(int count, int vocabulary, long seed)
    {
        var cumulative = new double[vocabulary];
        var total = 0.0;
        for (var rank = 0; rank < vocabulary; rank++)
            cumulative[rank] = total += 1 / (rank + 1 + Shift);
        var random = RandomStream.For(seed, "synthetic tokens", vocabulary);
        var tokens = new int[count];
        for (var i = 0; i < count; i++)
        {
            var found = Array.BinarySearch(cumulative, random.NextDouble() * total);
            // Between two sums the next one is meant, and so on a sum; rounding may reach the last.
            tokens[i] = Math.Min(found < 0 ? ~found : found + 1, vocabulary - 1);
        }
        return tokens;
    }
}
