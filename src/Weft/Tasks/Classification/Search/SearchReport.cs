using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Plots;
using Weft.Evaluation.Reports;

namespace Weft.Tasks.Classification.Search;

/// <summary>How well texts are found that belong to others.</summary>
internal sealed record SearchReport : IEvaluationReport
{
    /// <summary>The name of the figure that decides.</summary>
    public const string ReciprocalRankName = "mrr";

    private const string RecallName = "recallAt";

    private readonly int[] _ranks;
    private readonly Lazy<IReadOnlyList<Interval>> _intervals;

    /// <param name="ranks">The place at which each pair's second text was found, from 1.</param>
    public SearchReport(int[] ranks)
    {
        _ranks = ranks;
        _intervals = new(() => Bootstrap.OfItems(ranks.Length, drawn => [MeanReciprocal(drawn), Recall(1, drawn)]));
    }

    /// <inheritdoc/>
    public required string Split { get; init; }

    /// <inheritdoc/>
    public required long Step { get; init; }

    /// <inheritdoc/>
    public required WeightsChoice Weights { get; init; }

    /// <summary>What the figures depend on besides the model; compare only equal ones.</summary>
    public required string Signature { get; init; }

    /// <summary>How many pairs there are: the number of texts that are searched, too.</summary>
    public long Pairs => _ranks.Length;

    /// <summary>Pairs of which a text is longer than <c>training.context</c>: the model sees its beginning.</summary>
    public long PairsCut { get; init; }

    /// <summary>Mean plain loss of telling pairs from texts that do not belong together, nats.</summary>
    public required double Loss { get; init; }

    /// <summary>The mean of one over the place of the right text.</summary>
    public double MeanReciprocalRank => MeanReciprocal([]);

    /// <summary>Where <see cref="MeanReciprocalRank"/> lies with 95 % confidence, by which pairs the split has, with as many texts to search in.</summary>
    public Interval MeanReciprocalRankInterval => _intervals.Value[0];

    /// <summary>The share of texts that are found in the first place.</summary>
    public double RecallAt1 => Recall(1, []);

    /// <summary>Where <see cref="RecallAt1"/> lies with 95 % confidence.</summary>
    public Interval RecallAt1Interval => _intervals.Value[1];

    /// <summary>The share of texts that are among the first five.</summary>
    public double RecallAt5 => Recall(5, []);

    /// <summary>The share of texts that are among the first ten.</summary>
    public double RecallAt10 => Recall(10, []);

    /// <inheritdoc/>
    public EvaluationResult ToResult() => new(Loss, Pairs, Signature, new Figures
    {
        { ReciprocalRankName, MeanReciprocalRank }, { RecallName + 1, RecallAt1 }, { RecallName + 5, RecallAt5 }, { RecallName + 10, RecallAt10 },
    });

    /// <inheritdoc/>
    Figures IEvaluationReport.ToDetails()
    {
        // What guessing would reach.
        var details = new Figures { { "chance", 1.0 / Pairs } };
        FigureIntervals.Add(details, ReciprocalRankName, MeanReciprocalRankInterval);
        FigureIntervals.Add(details, RecallName + 1, RecallAt1Interval);
        return details;
    }

    /// <inheritdoc/>
    int IEvaluationReport.CountPictures() => 1;

    /// <inheritdoc/>
    void IEvaluationReport.WriteDetails(string folder, Action drawn)
    {
        Directory.CreateDirectory(folder);
        var (shares, found) = (new List<(int Rank, double Share)>(), 0);
        foreach (var rank in _ranks.CountBy(rank => rank).OrderBy(rank => rank.Key))
            shares.Add((rank.Key, (double)(found += rank.Value) / _ranks.Length));
        CsvTable.Write(Path.Combine(folder, "recall.csv"), ["rank", "recall"], shares.Select(share => new object?[] { share.Rank, share.Share }));
        Pictures.Write(Path.Combine(folder, "recall"), () => RecallPlot.Draw(Split, shares, Pairs));
        drawn();
    }

    private double MeanReciprocal(ReadOnlySpan<long> drawn) => Mean(rank => 1.0 / rank, drawn);

    private double Recall(int most, ReadOnlySpan<long> drawn) => Mean(rank => rank <= most ? 1 : 0, drawn);

    // Each counts as often as it was drawn; once where nothing was drawn.
    private double Mean(Func<int, double> value, ReadOnlySpan<long> drawn)
    {
        var sum = 0.0;
        for (var pair = 0; pair < _ranks.Length; pair++)
            sum += (drawn.IsEmpty ? 1 : drawn[pair]) * value(_ranks[pair]);
        return sum / _ranks.Length;
    }
}
