using System.Globalization;

namespace Weft.Evaluation.Plots;

/// <summary>A place of an axis that has a name.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Name">What is written there.</param>
internal readonly record struct AxisTick(double Place, string Name);

/// <summary>Places of a logarithmic axis: round numbers, as many as can be told apart.</summary>
internal static class LogTicks
{
    private const int Fewest = 3;
    private const double Extreme = 308;
    private static readonly double[] Round = [1, 2, 5];
    private static readonly double[] Tens = [1];

    /// <summary>Ticks for an axis of decimal logarithms.</summary>
    /// <param name="low">The logarithm with which the axis begins.</param>
    /// <param name="high">The logarithm with which it ends.</param>
    /// <param name="most">The most ticks that there is room for; at least 3.</param>
    public static IReadOnlyList<AxisTick> Between(double low, double high, int most)
    {
        // Beyond there are no numbers, and a loss that has exploded would ask for billions of ticks.
        (low, high) = (Math.Clamp(low, -Extreme, Extreme), Math.Clamp(high, -Extreme, Extreme));
        var numbers = Numbers(low, high, Round, 1);
        for (var every = 1; numbers.Count > most; every++)
            numbers = Numbers(low, high, Tens, every);
        if (numbers.Count < Fewest && high - low < 2)
            numbers = Linear(Math.Pow(10, low), Math.Pow(10, high), most);
        return [.. numbers.Select(number => new AxisTick(Math.Log10(number), NameOf(number)))];
    }

    private static List<double> Numbers(double low, double high, double[] factors, int every) =>
    [
        .. Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1).Where(exponent => exponent % every == 0)
            .SelectMany(exponent => factors.Select(factor => factor * Math.Pow(10, exponent)))
            .Where(number => Math.Log10(number) >= low - 1e-9 && Math.Log10(number) <= high + 1e-9),
    ];

    /// <summary>Where there is hardly a power of ten, equal steps say more.</summary>
    private static List<double> Linear(double low, double high, int most)
    {
        var rough = (high - low) / Math.Min(most, 6);
        var unit = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = Round.Append(10).Select(factor => factor * unit).First(candidate => candidate >= rough * (1 - 1e-9));
        return [.. Enumerable.Range(0, most + 1).Select(place => (Math.Ceiling(low / step) + place) * step).Where(number => number > 0 && number <= high)];
    }

    private static string NameOf(double number) => number switch
    {
        >= 1e6 or < 0.01 => number.ToString("0.###e0", CultureInfo.InvariantCulture),
        >= 100 => number.ToString("#,0.#", CultureInfo.InvariantCulture),
        _ => number.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
