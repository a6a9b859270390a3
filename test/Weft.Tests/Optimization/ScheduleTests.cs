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

        Assert.Equal(0, schedule.Rate(0));
        Assert.Equal(0.25, schedule.Rate(0.05), 12);
        Assert.Equal(0.5, schedule.Rate(0.1), 12);
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
}
