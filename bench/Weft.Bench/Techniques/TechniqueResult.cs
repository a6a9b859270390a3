using Weft.Bench.Measuring;
using Weft.Bench.Throughput;

namespace Weft.Bench.Techniques;

/// <summary>What a technique brought: medians over the rounds.</summary>
/// <param name="Technique">Its name.</param>
/// <param name="TokensPerSecond">With it.</param>
/// <param name="Before">Without it: the row before; null for the first.</param>
/// <param name="Gain">The median of the rounds' own ratios of the two.</param>
/// <param name="InAll">The same ratio to the first row.</param>
/// <param name="PeakResidentBytes">The highest of any round.</param>
/// <param name="Loss">At the last step: all are to learn alike.</param>
internal sealed record TechniqueResult(
    string Technique, double TokensPerSecond, double? Before, double? Gain, double InAll, long PeakResidentBytes, double Loss)
{
    /// <summary>Works the rows out.</summary>
    /// <param name="techniques">In their order.</param>
    /// <param name="roundsOf">What each measured, round by round.</param>
    public static List<TechniqueResult> Of(IReadOnlyList<Technique> techniques, Func<Technique, IReadOnlyList<RoundResult>> roundsOf)
    {
        var rows = new List<TechniqueResult>();
        var first = roundsOf(techniques[0]);
        IReadOnlyList<RoundResult>? before = null;
        foreach (var technique in techniques)
        {
            var rounds = roundsOf(technique);
            rows.Add(new TechniqueResult(
                technique.Name,
                Median(rounds.Select(round => round.TokensPerSecond)),
                before is null ? null : Median(before.Select(round => round.TokensPerSecond)),
                before is null ? null : Ratio(rounds, before),
                Ratio(rounds, first),
                rounds.Max(round => round.Costs.PeakResidentBytes),
                rounds[^1].LastLoss));
            before = rounds;
        }
        return rows;
    }

    private static double Ratio(IReadOnlyList<RoundResult> rounds, IReadOnlyList<RoundResult> others) =>
        Median(rounds.Zip(others, (round, other) => round.TokensPerSecond / other.TokensPerSecond));

    private static double Median(IEnumerable<double> values) => Spread.Of(values).Median;
}
