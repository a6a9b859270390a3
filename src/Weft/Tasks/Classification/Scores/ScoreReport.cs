using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Plots;
using Weft.Evaluation.Reports;

namespace Weft.Tasks.Classification.Scores;

/// <summary>Everything that is measured of the numbers that a model tells of a split's texts.</summary>
internal sealed record ScoreReport : IEvaluationReport
{
    /// <summary>The name of the figure that decides.</summary>
    public const string PearsonName = "pearson";

    private const string SpearmanName = "spearman";
    private const int Rows = 10;

    private readonly double[] _right;
    private readonly double[] _told;
    private readonly Lazy<IReadOnlyList<Interval>> _intervals;

    /// <param name="right">The scores of the texts.</param>
    /// <param name="told">What the model told of each.</param>
    public ScoreReport(double[] right, double[] told)
    {
        (_right, _told) = (right, told);
        var (rightRanks, toldRanks) = (Correlation.Ranks(right), Correlation.Ranks(told));
        (Pearson, Spearman) = (Correlation.Pearson(right, told), Correlation.Pearson(rightRanks, toldRanks));
        var mean = right.Average();
        MeanAbsoluteError = right.Zip(told, (x, y) => Math.Abs(x - y)).Average();
        RootMeanSquareError = Math.Sqrt(right.Zip(told, (x, y) => (x - y) * (x - y)).Average());
        Deviation = Math.Sqrt(right.Average(x => (x - mean) * (x - mean)));
        // What a text is worth to the ranks of others is left as it is: its own rank counts as often as it is drawn.
        _intervals = new(() => Bootstrap.OfItems(right.Length, drawn => [Correlation.Pearson(right, told, drawn), Correlation.Pearson(rightRanks, toldRanks, drawn)]));
    }

    /// <inheritdoc/>
    public required string Split { get; init; }

    /// <inheritdoc/>
    public required long Step { get; init; }

    /// <inheritdoc/>
    public required WeightsChoice Weights { get; init; }

    /// <summary>What the figures depend on besides the model; compare only equal ones.</summary>
    public required string Signature { get; init; }

    /// <summary>Texts scored.</summary>
    public long Texts => _right.Length;

    /// <summary>Texts of the split that have no token, and are not scored.</summary>
    public long TextsWithoutToken { get; init; }

    /// <summary>Texts of which the model saw the beginning alone, since they are longer than <c>training.context</c>.</summary>
    public long TextsCut { get; init; }

    /// <summary>Mean divergence of the model's probabilities from the score's, nats a text.</summary>
    public required double Loss { get; init; }

    /// <summary>Pearson's coefficient of what was told and what is right.</summary>
    public double Pearson { get; }

    /// <summary>Where <see cref="Pearson"/> lies with 95 % confidence, by which texts the split has: see <see cref="Bootstrap"/>.</summary>
    public Interval PearsonInterval => _intervals.Value[0];

    /// <summary>Spearman's: Pearson's of the ranks.</summary>
    public double Spearman { get; }

    /// <summary>Where <see cref="Spearman"/> lies with 95 % confidence.</summary>
    public Interval SpearmanInterval => _intervals.Value[1];

    /// <summary>The mean distance between what was told and what is right.</summary>
    public double MeanAbsoluteError { get; }

    /// <summary>The root of the mean of its squares.</summary>
    public double RootMeanSquareError { get; }

    /// <summary>The standard deviation of the right scores: the <see cref="RootMeanSquareError"/> of guessing their mean.</summary>
    public double Deviation { get; }

    /// <inheritdoc/>
    public EvaluationResult ToResult() => new(Loss, Texts, Signature, new Figures { { PearsonName, Pearson }, { SpearmanName, Spearman } });

    /// <inheritdoc/>
    Figures IEvaluationReport.ToDetails()
    {
        var details = new Figures { { "meanAbsoluteError", MeanAbsoluteError }, { "rootMeanSquareError", RootMeanSquareError }, { "deviation", Deviation } };
        FigureIntervals.Add(details, PearsonName, PearsonInterval);
        FigureIntervals.Add(details, SpearmanName, SpearmanInterval);
        return details;
    }

    /// <inheritdoc/>
    int IEvaluationReport.CountPictures() => 1;

    /// <inheritdoc/>
    void IEvaluationReport.WriteDetails(string folder, Action drawn)
    {
        Directory.CreateDirectory(folder);
        CsvTable.Write(Path.Combine(folder, "scores.csv"), ["from", "to", "texts", "meanScore", "meanPrediction", "meanAbsoluteError"], ByScore());
        Pictures.Write(Path.Combine(folder, "scores"), () => ScorePlot.Draw(Split, _right, _told, Pearson));
        drawn();
    }

    // Texts of about one score together.
    private IEnumerable<object?[]> ByScore()
    {
        var (least, greatest) = (_right.Min(), _right.Max());
        var width = (greatest - least) / Rows;
        return _right.Zip(_told).GroupBy(text => width > 0 ? Math.Min((int)((text.First - least) / width), Rows - 1) : 0).OrderBy(row => row.Key).Select(row => new object?[]
        {
            least + row.Key * width, least + (row.Key + 1) * width, row.LongCount(), row.Average(text => text.First), row.Average(text => text.Second),
            row.Average(text => Math.Abs(text.First - text.Second)),
        });
    }
}
