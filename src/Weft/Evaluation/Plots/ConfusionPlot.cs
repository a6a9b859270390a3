using ScottPlot;
using Weft.Evaluation.Confusion;

namespace Weft.Evaluation.Plots;

/// <summary>The confusion matrix: how a target's predictions are shared out, a row each.</summary>
internal static class ConfusionPlot
{
    // Shares below it leave their cell without a number.
    private const double LeastNumber = 0.005;

    // Beyond so many words numbers could not be read.
    private const int MostNumbered = 30;
    private const int CellSize = 38;
    private const int LeastPitch = 15;

    /// <summary>Draws it; cells are coloured by their share of the row, in percent.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="what">What a class is: <c>token</c>.</param>
    public static Figure Draw(ConfusionMatrix matrix, string title, string what)
    {
        var others = matrix.Names.Skip(matrix.Words.Count);
        var visible = matrix.Words.Select(TokenLabel.Visible).Concat(others).ToList();
        var letters = LabelLetters.For(visible);
        string[] labels = [.. matrix.Words.Select(word => TokenLabel.Of(word, letters)), .. others];
        var shares = Shares(matrix);
        var cell = labels.Length > MostNumbered ? CellSize / 2 : CellSize;
        var size = Math.Clamp(labels.Length * cell, 300, 4000);
        // Cells of a large matrix are narrower than letters are high: not every one has a name.
        var every = (int)Math.Ceiling((double)LeastPitch * labels.Length / size);
        var widest = labels.Max(label => letters.WidthOf(label, 13));
        var figure = new Figure(
            title, $"predicted {what}", $"target {what}",
            size + (int)widest + 220, size + (int)widest + 140);
        var plot = figure.Plot;
        var map = plot.Add.Heatmap(shares);
        map.Colormap = new ScottPlot.Colormaps.Viridis();
        map.ManualRange = new ScottPlot.Range(0, 100);
        var bar = plot.Add.ColorBar(map);
        bar.Label = "share of the target's occurrences, percent";
        bar.LabelStyle.FontSize = 14;
        bar.LabelStyle.Bold = false;
        bar.Axis.TickLabelStyle.FontSize = 13;
        FigureAxes.Name(figure, plot.Axes.Bottom, labels, every);
        FigureAxes.Name(figure, plot.Axes.Left, [.. labels.Reverse()], every);
        plot.Axes.Bottom.TickLabelStyle.Rotation = -60;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        plot.Axes.Bottom.TickLabelStyle.OffsetY = 10;
        plot.Axes.Bottom.MinimumSize = 60 + widest;
        plot.Axes.Left.MinimumSize = 50 + widest;
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, labels.Length - 0.5, -0.5, labels.Length - 0.5);
        if (labels.Length <= MostNumbered)
            AddNumbers(plot, shares);
        return figure;
    }

    private static double[,] Shares(ConfusionMatrix matrix)
    {
        var size = matrix.Counts.Count;
        var shares = new double[size, size];
        for (var row = 0; row < size; row++)
        {
            var sum = Math.Max(1, matrix.Counts[row].Sum());
            for (var column = 0; column < size; column++)
                shares[row, column] = 100.0 * matrix.Counts[row][column] / sum;
        }
        return shares;
    }

    private static void AddNumbers(Plot plot, double[,] shares)
    {
        var size = shares.GetLength(0);
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var share = shares[row, column];
                if (share < 100 * LeastNumber)
                    continue;
                var text = plot.Add.Text($"{share:F0}", column, size - 1 - row);
                text.LabelFontSize = 12;
                text.LabelFontColor = share > 60 ? Colors.Black : Colors.White;
                text.LabelAlignment = Alignment.MiddleCenter;
            }
        }
    }
}
