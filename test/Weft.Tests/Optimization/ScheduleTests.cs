using Weft.Foundation;
using Weft.Optimization;

namespace Weft.Tests.Optimization;

public class ScheduleTests
{
    [Theory]
    [InlineData(ScheduleShape.Constant)]
    [InlineData(ScheduleShape.Linear)]
    [InlineData(ScheduleShape.Cosine)]
    public void Rate_peaks_when_warmup_ends(ScheduleShape shape)
    {
        var schedule = new ScheduleOptions { PeakRate = 0.5, Warmup = 0.1, Shape = shape };

        Assert.Equal(0.02, schedule.Rate(0), 12);
        Assert.Equal(0.26, schedule.Rate(0.05), 12);
        Assert.Equal(0.5, schedule.Rate(0.1), 12);
    }

    [Theory]
    [InlineData(ScheduleShape.Constant, 0.1)]
    [InlineData(ScheduleShape.Step, 0.1)]
    [InlineData(ScheduleShape.Linear, 0.1)]
    [InlineData(ScheduleShape.Cosine, 0.1)]
    [InlineData(ScheduleShape.InverseSquareRoot, 0.1)]
    [InlineData(ScheduleShape.OneCycle, 0.1)]
    [InlineData(ScheduleShape.OneCycle, 0)]
    public void Every_rise_begins_at_its_share_of_the_peak(ScheduleShape shape, double warmup)
    {
        Assert.Equal(0.02, new ScheduleOptions { PeakRate = 0.5, Warmup = warmup, Shape = shape }.Rate(0), 12);
        Assert.Equal(0.1, new ScheduleOptions { PeakRate = 0.5, Warmup = warmup, WarmupStart = 0.2, Shape = shape }.Rate(0), 12);
    }

    [Fact]
    public void A_rise_from_zero_is_refused()
    {
        var problems = new Problems();
        new ScheduleOptions { WarmupStart = 0 }.Validate(problems);

        Assert.Equal("schedule.warmupStart is 0; it must be above 0 and at most 1.", Assert.Throws<ConfigurationException>(problems.ThrowIfAny).Message);
    }

    [Theory]
    [InlineData(ScheduleShape.Linear, 0.25)]
    [InlineData(ScheduleShape.Cosine, 0.25)]
    [InlineData(ScheduleShape.Constant, 0.5)]
    public void Rate_half_way_down(ScheduleShape shape, double expected) =>
        Assert.Equal(expected, new ScheduleOptions { PeakRate = 0.5, Warmup = 0.2, Shape = shape }.Rate(0.6), 12);

    [Theory]
    [InlineData(ScheduleShape.Linear)]
    [InlineData(ScheduleShape.Cosine)]
    public void Rate_is_zero_at_the_budgets_end(ScheduleShape shape) =>
        Assert.Equal(0, new ScheduleOptions { PeakRate = 0.5, Warmup = 0.2, Shape = shape }.Rate(1), 15);

    [Fact]
    public void Without_warmup_the_rate_begins_at_its_peak() => Assert.Equal(0.5, new ScheduleOptions { PeakRate = 0.5 }.Rate(0));

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.24, 1.0)]
    [InlineData(0.25, 0.5)]
    [InlineData(0.6, 0.25)]
    [InlineData(1.0, 0.125)]
    public void Steps_halve_the_rate_at_every_quarter(double progress, double expected) =>
        Assert.Equal(expected, new ScheduleOptions { PeakRate = 1, Shape = ScheduleShape.Step }.Rate(progress), 12);

    [Theory]
    [InlineData(0.1, 1.0)]
    [InlineData(0.4, 0.5)]
    [InlineData(0.9, 1.0 / 3)]
    public void The_inverse_square_root_counts_from_the_start(double progress, double expected) =>
        Assert.Equal(expected, new ScheduleOptions { PeakRate = 1, Warmup = 0.1, Shape = ScheduleShape.InverseSquareRoot }.Rate(progress), 12);

    [Theory]
    [InlineData(0.0, 0.04)]
    [InlineData(0.15, 0.52)]
    [InlineData(0.3, 1.0)]
    [InlineData(0.65, 0.5)]
    [InlineData(1.0, 0.0)]
    public void One_cycle_goes_up_and_down_along_cosines(double progress, double expected) =>
        Assert.Equal(expected, new ScheduleOptions { PeakRate = 1, Shape = ScheduleShape.OneCycle }.Rate(progress), 12);

    [Theory]
    [InlineData(ScheduleShape.Linear, 0.55)]
    [InlineData(ScheduleShape.Cosine, 0.55)]
    public void A_floor_is_where_the_rate_ends(ScheduleShape shape, double halfWay)
    {
        var schedule = new ScheduleOptions { PeakRate = 1, Shape = shape, Floor = 0.1 };

        Assert.Equal(halfWay, schedule.Rate(0.5), 12);
        Assert.Equal(0.1, schedule.Rate(1), 12);
    }
}
