using Weft.Foundation;

namespace Weft.Runs.Options;

/// <summary>How several workers train together.</summary>
public sealed record WorkersOptions
{
    /// <summary>How long a worker waits for another that gives no sign, seconds; then all of them end.</summary>
    public double TimeoutSeconds { get; init; } = 60;

    /// <summary>Whether the weights are the same bits for any number of workers that divides 8: a step is then 8 shards, whose gradients are added in
    /// one fixed order.</summary>
    public bool Reproducible { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems) =>
        problems.Require(TimeoutSeconds is >= 1 and <= 86_400, "workers.timeoutSeconds", TimeoutSeconds, "be from 1 to 86400");
}
