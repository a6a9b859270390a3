using Weft.Foundation;

namespace Weft.Optimization;

/// <summary>How the learning rate falls after warm-up.</summary>
public enum ScheduleShape
{
    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>In a straight line to zero at the budget's end.</summary>
    Linear,

    /// <summary>Along half a cosine to zero at the budget's end (Loshchilov and Hutter 2017).</summary>
    Cosine,
}

/// <summary>The learning rate over the course of a training.</summary>
public sealed record ScheduleOptions
{
    /// <summary>The highest rate.</summary>
    public double PeakRate { get; init; } = 1e-3;

    /// <summary>The share of the budget over which the rate rises from zero, 0 to 1.</summary>
    public double Warmup { get; init; }

    /// <summary>What follows the warm-up.</summary>
    public ScheduleShape Shape { get; init; } = ScheduleShape.Constant;

    /// <summary>Notes everything that is wrong.</summary>
    public void Validate(Problems problems)
    {
        problems.Require(PeakRate is > 0 and < double.PositiveInfinity, "schedule.peakRate", PeakRate, "be above 0");
        problems.Require(Warmup is >= 0 and < 1, "schedule.warmup", Warmup, "be at least 0 and below 1");
    }

    /// <summary>The rate when a share of the budget is used up.</summary>
    /// <param name="progress">0 at the start, 1 at the budget's end.</param>
    public double Rate(double progress)
    {
        progress = Math.Clamp(progress, 0, 1);
        if (progress < Warmup)
            return PeakRate * progress / Warmup;
        var fall = (progress - Warmup) / (1 - Warmup);
        return Shape switch
        {
            ScheduleShape.Linear => PeakRate * (1 - fall),
            ScheduleShape.Cosine => PeakRate * 0.5 * (1 + Math.Cos(Math.PI * fall)),
            _ => PeakRate,
        };
    }
}
