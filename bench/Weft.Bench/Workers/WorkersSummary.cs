using Weft.Bench.Measuring;

namespace Weft.Bench.Workers;

/// <summary>All rounds of a case: medians, and what <c>--json</c> prints. What was not measured is null.</summary>
internal sealed record WorkersSummary
{
    public required string Preset { get; init; }

    public required string Precision { get; init; }

    public required int Workers { get; init; }

    public required int ThreadsOfOne { get; init; }

    public required int ThreadsOfSeveral { get; init; }

    public required long Parameters { get; init; }

    public required double TokensPerSecondOfOne { get; init; }

    public required double TokensPerSecond { get; init; }

    /// <summary>Several workers over one, the median of the rounds' own ratios.</summary>
    public required Spread Ratio { get; init; }

    /// <summary>Several over as many without overlap.</summary>
    public required Spread OverlapRatio { get; init; }

    /// <summary>Several with <c>workers.reproducible</c> over several without.</summary>
    public required Spread? ReproducibleRatio { get; init; }

    public required double StepMilliseconds { get; init; }

    /// <summary>By part, means over the rounds.</summary>
    public required IReadOnlyDictionary<string, double> CommunicationMilliseconds { get; init; }

    /// <summary>All communication, waiting too, over the step.</summary>
    public required double CommunicationShare { get; init; }

    /// <summary>The most resident memory of a worker in any round, by column.</summary>
    public required IReadOnlyDictionary<string, long> PeakResidentBytes { get; init; }

    /// <summary>The same, a parameter.</summary>
    public required IReadOnlyDictionary<string, double> BytesAParameter { get; init; }

    public static WorkersSummary Of(WorkersCase measured, IReadOnlyList<IReadOnlyDictionary<WorkersColumn, WorkersResult>> rounds)
    {
        var several = rounds.Select(round => round[WorkersColumn.Several]).ToList();
        var peaks = measured.Options.Keys.ToDictionary(column => column, column => rounds.Max(round => round[column].PeakResidentBytes.Max()));
        var parts = several[0].CommunicationMilliseconds.Keys.ToDictionary(part => part, part => several.Average(round => round.CommunicationMilliseconds[part]));
        var step = several.Average(round => round.StepMilliseconds);
        return new WorkersSummary
        {
            Preset = measured.Preset,
            Precision = measured.Precision,
            Workers = measured.Workers,
            ThreadsOfOne = measured.Options[WorkersColumn.One].Runtime.Threads,
            ThreadsOfSeveral = measured.Options[WorkersColumn.Several].Runtime.Threads,
            Parameters = several[0].Parameters,
            TokensPerSecondOfOne = Spread.Of(rounds.Select(round => round[WorkersColumn.One].TokensPerSecond)).Median,
            TokensPerSecond = Spread.Of(several.Select(round => round.TokensPerSecond)).Median,
            Ratio = Ratios(rounds, WorkersColumn.Several, WorkersColumn.One),
            OverlapRatio = Ratios(rounds, WorkersColumn.Several, WorkersColumn.NotOverlapped),
            ReproducibleRatio = measured.Options.ContainsKey(WorkersColumn.Reproducible) ? Ratios(rounds, WorkersColumn.Reproducible, WorkersColumn.Several) : null,
            StepMilliseconds = step,
            CommunicationMilliseconds = parts,
            CommunicationShare = parts[CommunicationTimes.All] / step,
            PeakResidentBytes = peaks.ToDictionary(peak => peak.Key.ToString().ToLowerInvariant(), peak => peak.Value),
            BytesAParameter = peaks.ToDictionary(peak => peak.Key.ToString().ToLowerInvariant(), peak => (double)peak.Value / several[0].Parameters),
        };
    }

    private static Spread Ratios(IReadOnlyList<IReadOnlyDictionary<WorkersColumn, WorkersResult>> rounds, WorkersColumn column, WorkersColumn to) =>
        Spread.Of(rounds.Select(round => round[column].TokensPerSecond / round[to].TokensPerSecond));
}
