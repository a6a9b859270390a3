using Weft.Runs.Options;

namespace Weft.Bench.Workers;

/// <summary>What the processes of a round are to do.</summary>
internal sealed record WorkersRequest
{
    public required RunOptions Options { get; init; }

    /// <summary>The folder of this round: of its run, and of the answer.</summary>
    public required string Folder { get; init; }

    /// <summary>Steps before the measured ones.</summary>
    public required int WarmUp { get; init; }

    public required double WarmUpSeconds { get; init; }

    /// <summary>Steps that are measured.</summary>
    public required int Steps { get; init; }
}

/// <summary>What they measured.</summary>
internal sealed record WorkersResult
{
    public required double TokensPerSecond { get; init; }

    public required double StepMilliseconds { get; init; }

    /// <summary>Communication by part, milliseconds a step, without waiting for slower workers; then that waiting, and all together.</summary>
    public required IReadOnlyDictionary<string, double> CommunicationMilliseconds { get; init; }

    /// <summary>The most resident memory that each worker had at once, by rank.</summary>
    public required IReadOnlyList<long> PeakResidentBytes { get; init; }

    public required long Parameters { get; init; }

    /// <summary>The loss before the last update: all columns are to learn alike.</summary>
    public required double LastLoss { get; init; }
}

/// <summary>How much is measured.</summary>
/// <param name="Rounds">How often each column.</param>
/// <param name="WarmUp">Steps before a round, at least.</param>
/// <param name="WarmUpSeconds">Seconds before it, at least.</param>
/// <param name="Steps">Steps of a round.</param>
internal sealed record WorkersExtent(int Rounds, int WarmUp, double WarmUpSeconds, int Steps);
