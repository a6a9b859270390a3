using Weft.Sampling.Dynamic;

namespace Weft.Tests.Sampling.Dynamic;

public class StageMachineTests
{
    private static readonly SamplingPlan WarmUp = StageMachine.First;
    private static readonly SamplingPlan Explore = WarmUp with { Stage = SamplingStage.Explore, Number = 3, FirstGap = 0.02, Gap = 0.03, Keep = 0.7 };
    private static readonly SamplingPlan Harden = Explore with { Stage = SamplingStage.Harden, Gap = 0.10, Keep = 1, NormalShare = 0.8 };

    private readonly StageMachine _machine = new(new DynamicOptions());

    [Theory]
    // Not every chunk was seen; a tenth of the budget is not used up; both hold.
    [InlineData(0.3, 0.99, SamplingStage.WarmUp)]
    [InlineData(0.09, 1.0, SamplingStage.WarmUp)]
    [InlineData(0.1, 1.0, SamplingStage.Explore)]
    [InlineData(0.75, 0.5, SamplingStage.Restore)]
    public void Warm_up_ends_when_every_chunk_was_seen_and_a_tenth_of_the_budget_is_used_up(double progress, double seen, SamplingStage stage)
    {
        var (plan, _) = _machine.Next(WarmUp, Figures(progress, gap: 0.02, seen));

        Assert.Equal(stage, plan.Stage);
        Assert.Equal(1, plan.Number);
        Assert.Equal(1, plan.NormalShare);
        Assert.Equal(stage == SamplingStage.Explore, plan.FirstGap is { } gap && Math.Abs(gap - 0.02) < 1e-9);
    }

    [Theory]
    // The gap was 0.02 at the end of the warm-up; it may grow by 0.05.
    [InlineData(0.3, 0.069, SamplingStage.Explore, 1.0)]
    [InlineData(0.3, 0.071, SamplingStage.Harden, 0.9)]
    [InlineData(0.5, 0.071, SamplingStage.Explore, 1.0)]
    [InlineData(0.75, 0.071, SamplingStage.Restore, 1.0)]
    public void Over_fitting_before_half_of_the_budget_makes_samples_harder(double progress, double gap, SamplingStage stage, double normal)
    {
        var (plan, reason) = _machine.Next(Explore, Figures(progress, gap));

        Assert.Equal(stage, plan.Stage);
        Assert.Equal(normal, plan.NormalShare);
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void The_share_of_ordinary_samples_falls_by_a_tenth_a_plan_to_a_half()
    {
        var plan = Explore;
        var shares = new List<double>();
        for (var i = 1; i <= 7; i++)
        {
            (plan, _) = _machine.Next(plan, Figures(0.3, gap: 0.1 + 0.05 * i));
            shares.Add(plan.NormalShare);
        }

        Assert.Equal([0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.5], shares);
    }

    [Fact]
    public void A_gap_that_stopped_growing_for_two_plans_in_a_row_restores()
    {
        var (once, _) = _machine.Next(Harden, Figures(0.4, gap: 0.104));
        var (grown, _) = _machine.Next(once, Figures(0.4, gap: 0.12));
        var (first, _) = _machine.Next(grown, Figures(0.4, gap: 0.12));
        var (second, reason) = _machine.Next(first, Figures(0.4, gap: 0.125));

        Assert.Equal([1, 0, 1, 2], new[] { once, grown, first, second }.Select(plan => plan.Still));
        Assert.Equal(
            [SamplingStage.Harden, SamplingStage.Harden, SamplingStage.Harden, SamplingStage.Restore],
            new[] { once, grown, first, second }.Select(plan => plan.Stage));
        Assert.Equal("the gap has stopped growing for 2 plans", reason);
        Assert.Equal(1, second.NormalShare);
    }

    [Fact]
    public void Nothing_leaves_restore()
    {
        var (plan, _) = _machine.Next(Harden with { Stage = SamplingStage.Restore }, Figures(0.2, gap: 5));

        Assert.Equal((SamplingStage.Restore, 1.0, 1.0), (plan.Stage, plan.Keep, plan.NormalShare));
    }

    [Theory]
    // k = sqrt(m1 / m2), at least 0.5; with m1 / m2 = 0.81 the cost is 0.9972 and not worth it; harder easy ones are kept.
    [InlineData(0.36, 1.0, 0.6)]
    [InlineData(0.01, 1.0, 0.5)]
    [InlineData(0.81, 1.0, 1.0)]
    [InlineData(4.0, 1.0, 1.0)]
    [InlineData(1.0, 0.0, 1.0)]
    [InlineData(double.NaN, 1.0, 1.0)]
    public void Easy_chunks_are_kept_by_the_root_of_the_ratio_of_squared_gradients(double easy, double hard, double keep) =>
        Assert.Equal(keep, _machine.KeepOf(new PlanFigures { Progress = 0.2, Seen = 1, EasyGradient = easy, HardGradient = hard }), 9);

    [Fact]
    public void Without_measured_gradients_all_are_kept() => Assert.Equal(1, _machine.KeepOf(Figures(0.2, 0)));

    private static PlanFigures Figures(double progress, double gap, double seen = 1) =>
        new() { Progress = progress, Seen = seen, ProbeLoss = 4 + gap, ControlLoss = 4 };
}
