using System.Globalization;
using System.Text;
using Weft.Evaluation.Plots;
using Weft.Foundation.Files;

namespace Weft.Experiments.Tuning;

/// <summary>The files that the learning-rate range test leaves in its folder.</summary>
/// <param name="folder">The folder.</param>
internal sealed class RateRangeFiles(string folder)
{
    private string Stem => Path.Combine(folder, "learning-rates");

    /// <summary>Every step, a line each.</summary>
    public string Csv => Stem + ".csv";

    /// <summary>The curve as pixels.</summary>
    public string Png => Stem + ".png";

    /// <summary>The curve as shapes.</summary>
    public string Svg => Stem + ".svg";

    /// <summary>Writes all of them.</summary>
    /// <param name="curve">At least one point.</param>
    /// <param name="suggested">The rate to mark, or null for none.</param>
    public void Write(RateCurve curve, double? suggested)
    {
        var csv = new StringBuilder("step,rate,loss,smoothed\n");
        foreach (var (i, point) in curve.Points.Index())
            csv.Append(CultureInfo.InvariantCulture, $"{i + 1},{point.Rate:R},{point.Loss:R},{point.Smoothed:R}\n");
        AtomicFile.WriteText(Csv, csv.ToString());
        Pictures.Write(Stem, () => Draw(curve, suggested));
    }

    private static Figure Draw(RateCurve curve, double? suggested)
    {
        var figure = new Figure("Learning-rate range test", "learning rate", "training loss, nats a target");
        double[] rates = [.. curve.Points.Select(point => Math.Log10(point.Rate))];
        figure.AddLine(rates, [.. curve.Points.Select(point => point.Loss)], "each step", width: 1, opacity: 0.35);
        figure.AddLine(rates, [.. curve.Points.Select(point => point.Smoothed)], "smoothed");
        if (suggested is { } rate)
            figure.AddMark(Math.Log10(rate), string.Create(CultureInfo.InvariantCulture, $"suggested: {rate:0.0E+0}"));
        var (left, right) = FigureAxes.Around(suggested is { } marked ? [.. rates, Math.Log10(marked)] : rates, 0.03);
        figure.UseLogarithmicBottom(left, right);
        // A loss that explodes would press all that matters into a line: it may leave the picture after the lowest loss.
        var (bottom, top) = (curve.Points.Min(point => point.Loss), curve.Points.TakeWhile(point => point.Rate <= curve.Lowest!.Value.Rate).Max(point => point.Loss));
        var margin = 0.1 * Math.Max(top - bottom, 0.1);
        figure.Plot.Axes.SetLimitsY(Math.Max(0, bottom - margin), top + 3 * margin);
        return figure;
    }
}
