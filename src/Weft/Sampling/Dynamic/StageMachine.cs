using System.Globalization;

namespace Weft.Sampling.Dynamic;

/// <summary>Makes the next plan from the last one and from what was measured: nothing else enters.</summary>
/// <param name="options">The thresholds.</param>
internal sealed class StageMachine(DynamicOptions options)
{
    /// <summary>The first plan of a training.</summary>
    public static SamplingPlan First { get; } = new() { Number = 0, Stage = SamplingStage.WarmUp };

    /// <summary>The plan after another.</summary>
    /// <param name="before">The plan that has ended.</param>
    /// <param name="figures">What was measured since.</param>
    /// <returns>The plan, still without <see cref="SamplingPlan.Keep"/>, and why it is this one.</returns>
    public (SamplingPlan Plan, string Reason) Next(SamplingPlan before, PlanFigures figures)
    {
        var next = before with { Number = before.Number + 1, Keep = 1, NormalShare = 1, Gap = figures.Gap ?? before.Gap, Used = 0 };
        if (before.Stage == SamplingStage.Restore)
            return (next, "training has got far enough");
        if (figures.Progress >= options.RestoreAt)
            return (next with { Stage = SamplingStage.Restore }, Of($"{figures.Progress:P0} of the budget is used up"));
        return before.Stage switch
        {
            SamplingStage.WarmUp => AfterWarmUp(next, figures),
            SamplingStage.Explore => AfterExplore(next, figures),
            _ => AfterHarden(before, next),
        };
    }

    /// <summary>
    /// The probability with which easy chunks are kept: in proportion to the root of their mean squared gradient, which makes a gradient of
    /// given cost the least noisy one (Katharopoulos and Fleuret 2018, section 3.1); 1 where that would save too little.
    /// </summary>
    public double KeepOf(PlanFigures figures)
    {
        if (figures is not { EasyGradient: { } easy, HardGradient: { } hard } || !(hard > 0) || !(easy >= 0))
            return 1;
        var keep = Math.Clamp(Math.Sqrt(easy / hard), options.LowestKeep, 1);
        // Noise times cost, where all are kept and where they are not.
        var cost = (easy / keep + hard) * (1 + keep) / (2 * (easy + hard));
        return 1 - cost >= options.LowestSaving ? keep : 1;
    }

    private (SamplingPlan, string) AfterWarmUp(SamplingPlan next, PlanFigures figures)
    {
        if (figures.Seen < options.WarmUpSeen)
            return (next, Of($"{figures.Seen:P0} of the chunks were seen"));
        return figures.Progress < options.WarmUpShare
            ? (next, Of($"{figures.Progress:P0} of the budget is used up"))
            : (next with { Stage = SamplingStage.Explore, FirstGap = figures.Gap }, "every chunk was seen");
    }

    private (SamplingPlan, string) AfterExplore(SamplingPlan next, PlanFigures figures)
    {
        var growth = next.GapGrowth ?? 0;
        if (growth <= options.OverfittingGap)
            return (next, Of($"the gap has grown by {growth:F3}"));
        return figures.Progress >= options.HardenBefore
            ? (next, Of($"the gap has grown by {growth:F3}, but {figures.Progress:P0} of the budget is used up"))
            : (Harder(next with { Stage = SamplingStage.Harden, Still = 0 }, 1), Of($"the gap has grown by {growth:F3}"));
    }

    private (SamplingPlan, string) AfterHarden(SamplingPlan before, SamplingPlan next)
    {
        var growth = next.Gap - before.Gap;
        next = next with { Still = growth <= options.GapTolerance ? before.Still + 1 : 0 };
        return next.Still >= options.StillPlans
            ? (next with { Stage = SamplingStage.Restore }, Of($"the gap has stopped growing for {next.Still} plans"))
            : (Harder(next, before.NormalShare), Of($"the gap has grown by {growth:F3} since the last plan"));
    }

    private SamplingPlan Harder(SamplingPlan plan, double share) =>
        plan with { NormalShare = Math.Max(options.LowestNormalShare, Math.Round(share - options.NormalShareStep, 6)) };

    private static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
