using System.Globalization;
using ScottPlot;

namespace Weft.Evaluation.Plots;

/// <summary>Axes of pictures that show names, or numbers over many powers of ten.</summary>
internal static class FigureAxes
{
    /// <summary>Names the places of an axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="labels">A name for each place, from 0.</param>
    public static void Name(IAxis axis, IReadOnlyList<string> labels)
    {
        axis.SetTicks([.. Enumerable.Range(0, labels.Count).Select(place => (double)place)], [.. labels]);
        axis.MajorTickStyle.Length = 0;
        axis.TickLabelStyle.FontSize = 13;
    }

    /// <summary>Makes an axis of decimal logarithms show the numbers themselves.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="most">The highest number that it shows.</param>
    public static void Powers(IAxis axis, double most)
    {
        var exponents = Enumerable.Range(0, (int)Math.Ceiling(Math.Log10(Math.Max(10, most))) + 1).ToList();
        // Where there are few powers, their twofold and fivefold stand between.
        double[] factors = exponents.Count <= 4 ? [1, 2, 5] : [1];
        var numbers = exponents.SelectMany(exponent => factors.Select(factor => factor * Math.Pow(10, exponent))).ToList();
        axis.SetTicks([.. numbers.Select(Math.Log10)], [.. numbers.Select(number => number.ToString("N0", CultureInfo.InvariantCulture))]);
        axis.TickLabelStyle.FontSize = 13;
    }
}
