using Weft.Foundation;

namespace Weft.Optimization;

/// <summary>How the learning rate goes on after warm-up.</summary>
public enum ScheduleShape
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It is multiplied by <see cref="ScheduleOptions.StepFactor"/> at every <see cref="ScheduleOptions.StepShare"/> of what is left.</summary>
    Step,

    /// <summary>In a straight line to the floor at the budget's end.</summary>
    Linear,

    /// <summary>Along half a cosine to the floor at the budget's end (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>As one over the root of the time, counted from the start of the training (Vaswani et al. 2017, section 5.3).</summary>
    InverseSquareRoot,

    /// <summary>Up along half a cosine, then down along another to the floor (Smith and Topin 2019).</summary>
    OneCycle,
}

/// <summary>The learning rate over the course of a phase.</summary>
public sealed record ScheduleOptions
{
    // What one-cycle takes to rise where no warm-up is named, as PyTorch's does.
    private const double OneCycleRise = 0.3;

    /// <summary>The highest learning rate: what an update multiplies its direction by. The schedule comes to it when the warm-up ends.</summary>
    public double PeakRate { get; init; } = 1e-3;

    /// <summary>The share of the budget over which the rate rises, 0 to 1: in a straight line, with one-cycle along its cosine (there 0 means
    /// 0.3).</summary>
    public double Warmup { get; init; }

    /// <summary>Where the rise begins, as a share of the peak. It is above zero, for a step at rate zero would be wasted; PyTorch's
    /// OneCycleLR begins at 1/25 too.</summary>
    public double WarmupStart { get; init; } = 0.04;

    /// <summary>How the learning rate goes on after the warm-up.</summary>
    public ScheduleShape Shape { get; init; } = ScheduleShape.Constant;

    /// <summary>Where linear, cosine and one-cycle end, as a share of the peak.</summary>
    public double Floor { get; init; }

    /// <summary>With the shape <c>step</c>, what a step multiplies the rate by.</summary>
    public double StepFactor { get; init; } = 0.5;

    /// <summary>With the shape <c>step</c>, the length of a step: a share of what follows the warm-up.</summary>
    public double StepShare { get; init; } = 0.25;

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems, string section = "schedule")
    {
        problems.Require(PeakRate is > 0 and < double.PositiveInfinity, $"{section}.peakRate", PeakRate, "be above 0");
        problems.Require(Warmup is >= 0 and < 1, $"{section}.warmup", Warmup, "be at least 0 and below 1");
        problems.Require(WarmupStart is > 0 and <= 1, $"{section}.warmupStart", WarmupStart, "be above 0 and at most 1");
        problems.Require(
            Warmup != 0 || Shape != ScheduleShape.InverseSquareRoot, $"{section}.warmup", Warmup, "be above 0 with inverse-square-root, which counts from it");
        problems.Require(Floor is >= 0 and <= 1, $"{section}.floor", Floor, "be from 0 to 1");
        problems.Require(StepFactor is > 0 and <= 1, $"{section}.stepFactor", StepFactor, "be above 0 and at most 1");
        problems.Require(StepShare is > 0 and <= 1, $"{section}.stepShare", StepShare, "be above 0 and at most 1");
    }

    /// <summary>The rate when a share of the budget is used up.</summary>
    /// <param name="progress">0 at the start, 1 at the budget's end.</param>
    public double Rate(double progress)
    {
        progress = Math.Clamp(progress, 0, 1);
        var warmup = Warmup == 0 && Shape == ScheduleShape.OneCycle ? OneCycleRise : Warmup;
        if (progress < warmup)
        {
            var risen = progress / warmup;
            return PeakRate * Between(WarmupStart, 1, Shape == ScheduleShape.OneCycle ? HalfCosine(risen) : risen);
        }
        var gone = (progress - warmup) / (1 - warmup);
        return PeakRate * Shape switch
        {
            ScheduleShape.Step => Math.Pow(StepFactor, Math.Floor(Math.Min(gone, Math.BitDecrement(1.0)) / StepShare)),
            ScheduleShape.Linear => Between(1, Floor, gone),
            ScheduleShape.Cosine or ScheduleShape.OneCycle => Between(1, Floor, HalfCosine(gone)),
            ScheduleShape.InverseSquareRoot => Math.Sqrt(warmup / progress),
            _ => 1,
        };
    }

    private static double Between(double start, double end, double share) => start + (end - start) * share;

    /// <summary>From 0 to 1, slowly at both ends.</summary>
    private static double HalfCosine(double share) => 0.5 * (1 - Math.Cos(Math.PI * share));
}
