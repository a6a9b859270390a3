namespace Weft.Sampling.Dynamic;

/// <summary>What the dynamic sampler does until it plans anew. With the scores of that time it determines every choice.</summary>
public sealed record SamplingPlan
{
    /// <summary>Its number, from 0.</summary>
    public required long Number { get; init; }

    /// <summary>What the sampler makes of the model's state.</summary>
    public required SamplingStage Stage { get; init; }

    /// <summary>The probability with which an easy chunk is kept.</summary>
    public double Keep { get; init; } = 1;

    /// <summary>The share of ordinary samples.</summary>
    public double NormalShare { get; init; } = 1;

    /// <summary>The gap between held-out and trained-on loss when the warm-up ended; nats a target.</summary>
    public double? FirstGap { get; init; }

    /// <summary>The gap when this plan was made; nats a target.</summary>
    public double? Gap { get; init; }

    /// <summary>For how many plans the gap has not grown.</summary>
    public int Still { get; init; }

    /// <summary>How many samples had been drawn when it was made.</summary>
    public long FirstDraw { get; init; }

    /// <summary>How many places of it were gone through: chunks that were left out count too.</summary>
    public long Used { get; init; }

    /// <summary>How far the gap has grown since the warm-up; null where that is not known.</summary>
    public double? GapGrowth => Gap - FirstGap;
}
