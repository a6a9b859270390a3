using Weft.Evaluation;
using Weft.Experiments.Comparisons.Planning;
using Weft.Experiments.Comparisons.Statistics;

namespace Weft.Experiments.Comparisons;

/// <summary>Works out the figures of a comparison from those of its arms.</summary>
internal static class ComparisonAnalysis
{
    /// <summary>Works them out.</summary>
    /// <param name="plan">What was planned.</param>
    /// <param name="arms">What each of its arms came to.</param>
    public static ComparisonResult Of(ComparisonPlan plan, IReadOnlyList<ArmResult> arms)
    {
        var baseline = arms.Where(arm => arm.Variant == plan.Baseline).ToList();
        var variants = plan.Variants.Select(variant => Analyse(variant, [.. arms.Where(arm => arm.Variant == variant.Name)], baseline)).ToList();
        variants = Correct(variants, variant => variant.AtEnd, (variant, difference) => variant with { AtEnd = difference });
        variants = Correct(variants, variant => variant.AtEqualTime, (variant, difference) => variant with { AtEqualTime = difference });
        variants = Correct(variants, variant => variant.AtEqualTokens, (variant, difference) => variant with { AtEqualTokens = difference });
        variants = Correct(variants, variant => variant.Kept?.Difference, (variant, difference) => variant with { Kept = variant.Kept! with { Difference = difference } });
        return new ComparisonResult
        {
            Folder = plan.Folder,
            Baseline = plan.Baseline,
            Seeds = plan.Seeds,
            Jobs = plan.Jobs,
            Interrupted = arms.Any(arm => arm.State == ArmState.Unfinished),
            Variants = variants,
        };
    }

    private static VariantResult Analyse(Variant variant, IReadOnlyList<ArmResult> arms, List<ArmResult> baseline)
    {
        var done = arms.Where(arm => arm.State == ArmState.Done).ToList();
        var loss = Spread.Of([.. done.Select(arm => arm.Loss!.Value)]);
        var result = new VariantResult
        {
            Name = variant.Name,
            Settings = variant.Settings,
            Arms = arms,
            Loss = loss,
            BestLoss = Spread.Of([.. done.Select(arm => arm.BestLoss!.Value)]),
            Perplexity = loss is null || done.Exists(arm => arm.Perplexity is null) ? null : Math.Exp(loss.Mean),
            Accuracy = done.Count > 0 ? done.Average(arm => arm.Accuracy) : null,
            BitsPerByte = done.Count > 0 ? done.Average(arm => arm.BitsPerByte) : null,
            TokensPerSecond = done.Count > 0 ? done.Average(arm => arm.TokensPerSecond) : null,
            Kept = KeptBy(done),
        };
        var pairs = done.Join(baseline.Where(arm => arm.State == ArmState.Done), arm => arm.Seed, arm => arm.Seed, (own, other) => new Pair(own, other)).ToList();
        if (pairs.Count == 0)
            return result;
        if (pairs.Find(pair => !PerplexitySignature.AreAlikeButForPrecision(pair.Own.Signature, pair.Baseline.Signature)) is { } unlike)
            return result with { Incomparable = $"its losses are measured otherwise: {unlike.Own.Signature}, the baseline's: {unlike.Baseline.Signature}" };
        result = result with
        {
            TimeToFinalLoss = TimeTo(pairs, curve => curve.Last),
            TimeToBestLoss = TimeTo(pairs, curve => curve.Best),
        };
        return baseline[0].Variant == variant.Name ? result : result with
        {
            AtEnd = Differences(pairs, pair => pair.Own.Loss - pair.Baseline.Loss),
            AtEqualTime = Differences(pairs, AtEqualTime),
            AtEqualTokens = Differences(pairs, AtEqualTokens),
            Kept = result.Kept is { } kept ? kept with { Difference = Differences(pairs, KeptDifference) } : null,
        };
    }

    private static KeptSpread? KeptBy(List<ArmResult> done)
    {
        var kept = done.Select(arm => arm.Kept).OfType<KeptFigure>().ToList();
        return kept.Count == 0 ? null : new KeptSpread(kept[0].Name, kept[0].IsHigherBetter, SpreadOf(figure => figure.Validation), SpreadOf(figure => figure.Test), null);

        Spread? SpreadOf(Func<KeptFigure, double?> figureOf) => Spread.Of([.. kept.Select(figureOf).OfType<double>()]);
    }

    private static double? KeptDifference(Pair pair) => (pair.Own.Kept, pair.Baseline.Kept) switch
    {
        ({ } own, { } other) when own.Name == other.Name => own.Test - other.Test ?? own.Validation - other.Validation,
        _ => null,
    };

    private static double? AtEqualTime(Pair pair)
    {
        var seconds = Math.Min(pair.OwnCurve.Last.Seconds, pair.BaselineCurve.Last.Seconds);
        return pair.OwnCurve.LossAtSeconds(seconds) - pair.BaselineCurve.LossAtSeconds(seconds);
    }

    private static double? AtEqualTokens(Pair pair)
    {
        var tokens = Math.Min(pair.OwnCurve.Last.Tokens, pair.BaselineCurve.Last.Tokens);
        return pair.OwnCurve.LossAtTokens(tokens) - pair.BaselineCurve.LossAtTokens(tokens);
    }

    private static PairedDifference? Differences(List<Pair> pairs, Func<Pair, double?> differenceOf)
    {
        var seeds = pairs.ConvertAll(pair => new SeedValue(pair.Own.Seed, differenceOf(pair)));
        var test = PairedTTest.Of([.. seeds.Select(seed => seed.Value).OfType<double>()]);
        return test is null ? null : new PairedDifference(seeds, test, null);
    }

    private static TimeToLoss TimeTo(List<Pair> pairs, Func<LossCurve, LossPoint> pointOf)
    {
        var seeds = pairs.ConvertAll(pair =>
        {
            var wanted = pointOf(pair.BaselineCurve);
            return new SeedValue(pair.Own.Seed, pair.OwnCurve.SecondsToReach(wanted.Loss) / wanted.Seconds);
        });
        var shares = seeds.Select(seed => seed.Value).OfType<double>().ToList();
        return new TimeToLoss(seeds, shares.Count, shares.Count > 0 ? shares.Average() : null);
    }

    /// <summary>The variants of one column are tests that are looked at together.</summary>
    private static List<VariantResult> Correct(
        List<VariantResult> variants, Func<VariantResult, PairedDifference?> column, Func<VariantResult, PairedDifference, VariantResult> with)
    {
        var corrected = HolmCorrection.Correct([.. variants.Select(variant => column(variant)?.Test.PValue)]);
        return [.. variants.Select((variant, place) => column(variant) is { } difference ? with(variant, difference with { HolmPValue = corrected[place] }) : variant)];
    }

    /// <summary>The trainings of a variant and of the baseline with the same seed.</summary>
    private sealed record Pair(ArmResult Own, ArmResult Baseline)
    {
        public LossCurve OwnCurve { get; } = new(Own.Curve);

        public LossCurve BaselineCurve { get; } = new(Baseline.Curve);
    }
}
