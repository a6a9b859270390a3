using Weft.Evaluation;
using Weft.Experiments.Comparisons.Statistics;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Text;

namespace Weft.Tests.Experiments.Comparisons.Statistics;

public class LossCurveTests
{
    private static readonly EvaluationResult[] Figures = [.. new[] { 2, 1.9, 1.5, 1 }.Select(loss => new EvaluationResult(loss, 100, "", []))];

    [Theory]
    [InlineData(WeightsChoice.Raw, 2.0)]
    [InlineData(WeightsChoice.Average, 1.9)]
    public void A_point_has_the_tokens_and_the_time_of_the_updates_before_it(WeightsChoice weights, double first)
    {
        TrainingEvent[] events =
        [
            new BeginEvent(0, "full", Resumed: false),
            Step(1, 640, 1.5),
            Step(2, 600, 2.5),
            new EvaluationEvent(2, "full", Split.Validation, Best: true, Figures[0], Figures[1]),
            new CheckpointEvent(2, "full", "step-2"),
            new EvaluationEvent(2, "full", Split.Test, Best: true, Figures[3]),
            new RecoveryEvent(3, "full", RecoveryMode.Skip, "Its loss is NaN.", 0, 1, 60, 3),
            new RecoveryEvent(3, "full", RecoveryMode.Back, "The loss is 12.", 1, 0.5, 0, 9),
            Step(4, 640, 4),
            new EvaluationEvent(4, "full", Split.Validation, Best: true, Figures[2]),
            new EndEvent(4, "full", 4, EndReason.Budget),
        ];

        Assert.Equal([new LossPoint(2, 1240, 2.5, first), new LossPoint(4, 1940, 4, 1.5)], LossCurve.PointsOf(events, weights));
    }

    private static readonly LossCurve Curve = new([new(10, 100, 10, 6), new(40, 400, 40, 4), new(160, 1600, 160, 3)]);

    [Theory]
    [InlineData(100, 6.0)]
    [InlineData(200, 5.0)] // Half of the way in the logarithm.
    [InlineData(400, 4.0)]
    [InlineData(800, 3.5)]
    [InlineData(1600, 3.0)]
    [InlineData(99, null)]
    [InlineData(1601, null)]
    public void Between_measurements_the_loss_is_straight_over_the_logarithm(double tokens, double? loss)
    {
        Assert.Equal(loss, Rounded(Curve.LossAtTokens(tokens)));
        Assert.Equal(loss, Rounded(Curve.LossAtSeconds(tokens / 10)));
    }

    [Theory]
    [InlineData(7.0, 10.0)] // Lower already when it was first measured.
    [InlineData(6.0, 10.0)]
    [InlineData(5.0, 20.0)]
    [InlineData(4.0, 40.0)]
    [InlineData(3.5, 80.0)]
    [InlineData(3.0, 160.0)]
    [InlineData(2.9, null)]
    public void The_time_to_a_loss_is_that_of_the_first_crossing(double loss, double? seconds) => Assert.Equal(seconds, Rounded(Curve.SecondsToReach(loss)));

    [Fact]
    public void A_loss_that_rises_again_counts_where_it_was_first_reached()
    {
        var curve = new LossCurve([new(1, 10, 1, 5), new(2, 20, 2, 3), new(3, 30, 3, 4)]);

        Assert.Equal(2, curve.SecondsToReach(3));
        Assert.Equal((3.0, 4.0), (curve.Best.Loss, curve.Last.Loss));
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 9) : null;

    private static StepEvent Step(long step, long tokens, double seconds) => new(step, "full", 9, 8.5, tokens, 0.001, 1, step / 4.0, seconds, 400);
}
