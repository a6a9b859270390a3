using Weft.Evaluation.Plots;

namespace Weft.Tasks.Classification.Search;

/// <summary>How many texts are found among the first so many.</summary>
internal static class RecallPlot
{
    private const int MostRanks = 100;

    /// <summary>Draws it.</summary>
    /// <param name="split">What was measured.</param>
    /// <param name="shares">The share of texts found up to each place that any of them has, by rising places.</param>
    /// <param name="texts">How many texts are searched.</param>
    public static Figure Draw(string split, IReadOnlyList<(int Rank, double Share)> shares, long texts)
    {
        var figure = new Figure($"Texts found, {split} split: among {texts:N0}", "among the first so many", "share of texts that are found, percent", 900, 600);
        var last = (int)Math.Min(MostRanks, texts);
        double[] ranks = [.. Enumerable.Range(1, last).Select(rank => (double)rank)];
        var line = figure.Plot.Add.ScatterLine(ranks, [.. ranks.Select(rank => 100 * shares.LastOrDefault(share => share.Rank <= rank).Share)]);
        line.Color = FigureColors.Blue;
        line.LineWidth = 2;
        line.LegendText = "found";
        var chance = figure.Plot.Add.Line(1, 100.0 / texts, last, 100.0 * last / texts);
        chance.LineColor = FigureColors.Grey;
        chance.LineWidth = 2;
        chance.LegendText = "by chance";
        figure.ShowLegendBelow();
        figure.Plot.Axes.SetLimits(1, Math.Max(2, last), 0, 102);
        return figure;
    }
}
