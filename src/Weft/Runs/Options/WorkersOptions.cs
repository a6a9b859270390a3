using Weft.Foundation;

namespace Weft.Runs.Options;

/// <summary>How several workers train together.</summary>
public sealed record WorkersOptions
{
    /// <summary>How long a worker waits for another that gives no sign, seconds; then all of them end.</summary>
    public double TimeoutSeconds { get; init; } = 60;

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems) =>
        problems.Require(TimeoutSeconds is >= 1 and <= 86_400, "workers.timeoutSeconds", TimeoutSeconds, "be from 1 to 86400");
}
