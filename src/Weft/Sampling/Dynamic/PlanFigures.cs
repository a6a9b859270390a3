namespace Weft.Sampling.Dynamic;

/// <summary>What a plan is made from.</summary>
public sealed record PlanFigures
{
    /// <summary>The share of the budget that is used up.</summary>
    public required double Progress { get; init; }

    /// <summary>The share of chunks that were seen.</summary>
    public required double Seen { get; init; }

    /// <summary>Mean loss of chunks that are held out, nats a target; null where it was not measured.</summary>
    public double? ProbeLoss { get; init; }

    /// <summary>Mean loss of as many chunks that are trained on.</summary>
    public double? ControlLoss { get; init; }

    /// <summary>Mean squared gradient norm of easy chunks; null where it was not measured.</summary>
    public double? EasyGradient { get; init; }

    /// <summary>The same of hard ones.</summary>
    public double? HardGradient { get; init; }

    /// <summary>How many chunks are stuck.</summary>
    public long Stuck { get; init; }

    /// <summary>How much higher the loss of held-out chunks is.</summary>
    public double? Gap => ProbeLoss - ControlLoss;
}
