using Weft.Foundation;

namespace Weft.Experiments.Tuning;

/// <summary>Settings of the learning-rate range test.</summary>
internal sealed record RateRangeOptions
{
    /// <summary>Fewer steps give no slope that can be told from noise.</summary>
    public const int FewestSteps = 20;

    /// <summary>The rate of the first step.</summary>
    public double From { get; init; } = 1e-6;

    /// <summary>The rate of the last step.</summary>
    public double To { get; init; } = 1;

    /// <summary>The number of updates.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>Notes everything that is wrong.</summary>
    public void Validate(Problems problems)
    {
        problems.Require(From is > 0 and < double.PositiveInfinity, "--from", From, "be above 0");
        problems.Require(To > From && double.IsFinite(To), "--to", To, $"be above --from ({From})");
        problems.Require(Steps is >= FewestSteps and <= 1_000_000, "--steps", Steps, $"be from {FewestSteps} to 1000000");
    }

    /// <summary>The rate of a step: each is the one before times the same factor.</summary>
    /// <param name="step">From 0.</param>
    public double Rate(int step) => From * Math.Pow(To / From, step / (Steps - 1.0));
}
