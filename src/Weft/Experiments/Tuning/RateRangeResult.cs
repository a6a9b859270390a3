namespace Weft.Experiments.Tuning;

/// <summary>Why the learning-rate range test ended.</summary>
internal enum RateRangeEnd
{
    /// <summary>All rates were tried.</summary>
    AllTried,

    /// <summary>The loss was above four times its lowest, or not a number.</summary>
    Diverged,

    /// <summary>It was stopped.</summary>
    Interrupted,
}

/// <summary>What the learning-rate range test found.</summary>
internal sealed record RateRangeResult
{
    /// <summary>The folder of the files below, with the options in <c>config.json</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>The suggested <c>schedule.peakRate</c>, or null where the loss fell nowhere.</summary>
    public required double? SuggestedRate { get; init; }

    /// <summary>How it was found, in a sentence.</summary>
    public required string Method { get; init; }

    /// <summary>The rate at which the smoothed loss was lowest: as a peak rate most often too high.</summary>
    public required double? LowestLossRate { get; init; }

    /// <summary>The lowest smoothed loss, in nats a target.</summary>
    public required double? LowestLoss { get; init; }

    /// <summary>Why the test ended.</summary>
    public required RateRangeEnd End { get; init; }

    /// <summary>The updates that were made.</summary>
    public required int Steps { get; init; }

    /// <summary>The last rate that was tried, or null.</summary>
    public required double? LastRate { get; init; }

    /// <summary>Every step's rate and loss.</summary>
    public required string Csv { get; init; }

    /// <summary>The curve as pixels.</summary>
    public required string Png { get; init; }

    /// <summary>The curve as shapes.</summary>
    public required string Svg { get; init; }
}
