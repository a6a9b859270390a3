using System.Globalization;
using Weft.Evaluation;
using Weft.Experiments.Comparisons.Statistics;
using Weft.Runs;

namespace Weft.Experiments.Comparisons;

/// <summary>A table of texts.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">The heads of its columns.</param>
/// <param name="Rows">Its rows, as wide as the heads.</param>
internal sealed record TextTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A comparison as people read it, in a terminal and in <c>table.md</c> alike.</summary>
internal static class ComparisonTable
{
    private const string None = "-";

    // Losses move a little from one measurement to the next without any over-fitting.
    private const double FirstAtTheEnd = 0.8;

    /// <summary>Three tables: at the end of each arm's budget, with like for like, and what the weights that are kept are worth.</summary>
    public static IReadOnlyList<TextTable> Of(ComparisonResult result) =>
    [
        new(
            $"Validation loss at the end of each training's budget (nats a {(HasAccuracy(result) ? "text" : "token")}); differences to {result.Baseline}, seed by seed: below 0 is better",
            ["variant", "seeds", "loss", "best", HasAccuracy(result) ? "accuracy" : "perplexity", "bits/byte", "tokens/s", "difference, 95 % interval", "p", "p (Holm)"],
            [.. result.Variants.Select(variant => AtEnd(variant, variant.Name == result.Baseline))]),
        new(
            $"Like for like: differences to {result.Baseline} after equal time and after equal tokens, and the time to its last and to its lowest loss",
            ["variant", "equal time", "p (Holm)", "equal tokens", "p (Holm)", "time to its last loss", "time to its lowest"],
            [.. result.Variants.Select(variant => LikeForLike(variant, variant.Name == result.Baseline))]),
        .. result.Variants.FirstOrDefault(variant => variant.Kept is not null)?.Kept is { } kept ? [KeptTable(result, kept)] : Array.Empty<TextTable>(),
    ];

    private static TextTable KeptTable(ComparisonResult result, KeptSpread first) => new(
        $"The weights that are kept, best on validation: {new NamedFigure(first.Figure, null).Words}; differences to {result.Baseline} on {(first.Test is null ? "validation" : "test")}: {(first.IsHigherBetter ? "above" : "below")} 0 is better",
        ["variant", "validation", "test", "difference, 95 % interval", "p", "p (Holm)"],
        [
            .. result.Variants.Select(variant => new[]
            {
                variant.Name, TextOf(variant.Kept?.Validation), TextOf(variant.Kept?.Test), variant.Name == result.Baseline ? "baseline" : TextOf(variant.Kept?.Difference),
                ProbabilityOf(variant.Kept?.Difference?.Test.PValue), ProbabilityOf(variant.Kept?.Difference?.HolmPValue),
            }),
        ]);

    /// <summary>What must be known to read the tables, a sentence each.</summary>
    public static IReadOnlyList<string> NotesOf(ComparisonResult result) =>
    [
        .. result.Variants.Where(variant => variant.Incomparable is not null).Select(variant => $"{variant.Name} cannot be compared: {variant.Incomparable}."),
        .. result.Variants.SelectMany(variant => variant.Arms).Where(arm => arm.State == ArmState.Failed)
            .Select(arm => $"{arm.Variant}, seed {arm.Seed} failed: {arm.Error}"),
        .. result.Variants.SelectMany(variant => variant.Arms).Where(arm => arm.EndReason == EndReason.Patience)
            .Select(arm => $"{arm.Variant}, seed {arm.Seed} {EndReasons.Sentence(arm.EndReason, arm.Steps, arm.BestStep)}."),
        .. OverFitting(result.Variants.First(variant => variant.Name == result.Baseline)),
        .. result.Jobs > 1 ? [$"{result.Jobs} trainings ran at the same time and shared the machine."] : Array.Empty<string>(),
    ];

    /// <summary>A baseline that had its last loss long before its end makes the time to that loss say little.</summary>
    private static string[] OverFitting(VariantResult baseline) => baseline.TimeToFinalLoss?.MeanShare is { } share && share < FirstAtTheEnd
        ? [$"{baseline.Name} first had its last loss after {Text(share, "P0")} of its time and then over-fitted: compare the times to its lowest loss."]
        : [];

    private static string[] AtEnd(VariantResult variant, bool isBaseline) =>
    [
        variant.Name,
        SeedsOf(variant),
        TextOf(variant.Loss),
        variant.BestLoss is { } best ? Text(best.Mean, "F4") : None,
        variant.Accuracy is { } accuracy ? Text(accuracy, "P2") : variant.Perplexity is { } perplexity ? Text(perplexity, "N2") : None,
        variant.BitsPerByte is { } bits ? Text(bits, "F4") : None,
        variant.TokensPerSecond is { } speed ? Text(speed, "N0") : None,
        isBaseline ? "baseline" : TextOf(variant.AtEnd),
        ProbabilityOf(variant.AtEnd?.Test.PValue),
        ProbabilityOf(variant.AtEnd?.HolmPValue),
    ];

    private static string[] LikeForLike(VariantResult variant, bool isBaseline) =>
    [
        variant.Name,
        isBaseline ? "baseline" : TextOf(variant.AtEqualTime),
        ProbabilityOf(variant.AtEqualTime?.HolmPValue),
        isBaseline ? "baseline" : TextOf(variant.AtEqualTokens),
        ProbabilityOf(variant.AtEqualTokens?.HolmPValue),
        TextOf(variant.TimeToFinalLoss),
        TextOf(variant.TimeToBestLoss),
    ];

    private static bool HasAccuracy(ComparisonResult result) => result.Variants.Any(variant => variant.Accuracy is not null);

    private static string SeedsOf(VariantResult variant)
    {
        var failed = variant.Arms.Count(arm => arm.State == ArmState.Failed);
        var done = variant.Arms.Count(arm => arm.State == ArmState.Done);
        return $"{done}" + (done < variant.Arms.Count ? $" of {variant.Arms.Count}" : "") + (failed > 0 ? $", {failed} failed" : "");
    }

    private static string TextOf(Spread? spread) => spread is null ? None
        : Text(spread.Mean, "F4") + (spread.Deviation is { } deviation ? $" ± {Text(deviation, "F4")}" : "");

    private static string TextOf(PairedDifference? difference) => difference?.Test switch
    {
        null => None,
        { Low: { } low, High: { } high } test => $"{Signed(test.Mean)} [{Signed(low)}, {Signed(high)}]"
            + (test.Count < difference.Seeds.Count ? $" ({test.Count} of {difference.Seeds.Count} seeds)" : ""),
        var test => $"{Signed(test.Mean)} (one seed)",
    };

    private static string TextOf(TimeToLoss? time) => time switch
    {
        null => None,
        { MeanShare: null } => "not reached",
        { MeanShare: { } share } when time.Reached == time.Seeds.Count => $"{Text(share, "P0")}",
        { MeanShare: { } share } => $"{Text(share, "P0")} in {time.Reached} of {time.Seeds.Count} seeds, else not reached",
    };

    private static string ProbabilityOf(double? value) => value switch
    {
        null => None,
        < 0.0001 => "<0.0001",
        { } probability => Text(probability, probability < 0.01 ? "F4" : "F3"),
    };

    private static string Signed(double value) => Text(value, "+0.0000;-0.0000;0.0000");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
