using Weft.Bench.Measuring;
using Weft.Runs.Options;
using Weft.Runtime;

namespace Weft.Bench.Throughput;

/// <summary>All rounds in one: medians, and what <c>--json</c> prints. What has no listing has null in its place.</summary>
internal sealed record ThroughputSummary
{
    public required string Preset { get; init; }

    public required double? ReferenceTokensPerSecond { get; init; }

    public required double? ReferenceWithAllocatorTokensPerSecond { get; init; }

    public required double WeftTokensPerSecond { get; init; }

    /// <summary>Weft over the listing, the median of the rounds' own ratios.</summary>
    public required double? Ratio { get; init; }

    public required double? RatioMinimum { get; init; }

    public required double? RatioMaximum { get; init; }

    /// <summary>Weft over the listing with Weft's allocator settings.</summary>
    public required double? RatioWithAllocator { get; init; }

    /// <summary>Weft's share of the machine's bfloat16 speed; null where it has none.</summary>
    public required double? Utilisation { get; init; }

    /// <summary>Weft's share of the machine's float32 speed.</summary>
    public required double Float32Utilisation { get; init; }

    public required double FlopsPerToken { get; init; }

    public required double MatrixGigaFlopsBFloat16 { get; init; }

    public required double MatrixGigaFlopsFloat32 { get; init; }

    public required string Precision { get; init; }

    public required double StepMilliseconds { get; init; }

    /// <summary>Weft's step by part, the rest among them, means over the rounds.</summary>
    public required IReadOnlyDictionary<string, double> PartMilliseconds { get; init; }

    public required double AllocatedBytesPerStep { get; init; }

    public required double Gen0CollectionsPerStep { get; init; }

    public required double? PageFaultsPerStep { get; init; }

    public required double ResidentGrowthBytesPerStep { get; init; }

    public required long PeakResidentBytes { get; init; }

    public static ThroughputSummary Of(
        IReadOnlyList<IReadOnlyDictionary<Column, RoundResult>> rounds, MatrixSpeed machine, RunOptions options, double flopsPerToken)
    {
        var weft = rounds.Select(round => round[Column.Weft]).ToList();
        var speed = Spread.Of(weft.Select(result => result.TokensPerSecond)).Median;
        var ratio = RatioTo(rounds, Column.Listing);
        var share = Measuring.Utilisation.Of(speed, flopsPerToken, machine);
        return new ThroughputSummary
        {
            Preset = options.Preset,
            ReferenceTokensPerSecond = SpeedOf(rounds, Column.Listing),
            ReferenceWithAllocatorTokensPerSecond = SpeedOf(rounds, Column.ListingWithAllocator),
            WeftTokensPerSecond = speed,
            Ratio = ratio?.Median,
            RatioMinimum = ratio?.Minimum,
            RatioMaximum = ratio?.Maximum,
            RatioWithAllocator = RatioTo(rounds, Column.ListingWithAllocator)?.Median,
            Utilisation = share.BFloat16,
            Float32Utilisation = share.Float32,
            FlopsPerToken = share.FlopsPerToken,
            MatrixGigaFlopsBFloat16 = machine.BFloat16,
            MatrixGigaFlopsFloat32 = machine.Float32,
            Precision = weft[0].Precision,
            StepMilliseconds = weft.Average(result => result.StepMilliseconds),
            PartMilliseconds = PartsOf(weft),
            AllocatedBytesPerStep = weft.Average(result => result.Costs.AllocatedBytes),
            Gen0CollectionsPerStep = weft.Average(result => result.Costs.Gen0Collections),
            PageFaultsPerStep = weft.Average(result => result.Costs.PageFaults),
            ResidentGrowthBytesPerStep = weft.Average(result => result.Costs.ResidentGrowthBytes),
            PeakResidentBytes = weft.Max(result => result.Costs.PeakResidentBytes),
        };
    }

    private static Spread? RatioTo(IReadOnlyList<IReadOnlyDictionary<Column, RoundResult>> rounds, Column column) =>
        rounds[0].ContainsKey(column)
            ? Spread.Of(rounds.Select(round => round[Column.Weft].TokensPerSecond / round[column].TokensPerSecond))
            : null;

    private static double? SpeedOf(IReadOnlyList<IReadOnlyDictionary<Column, RoundResult>> rounds, Column column) =>
        rounds[0].ContainsKey(column) ? Spread.Of(rounds.Select(round => round[column].TokensPerSecond)).Median : null;

    private static Dictionary<string, double> PartsOf(List<RoundResult> weft)
    {
        var parts = weft[0].PartMilliseconds!.Keys.ToDictionary(part => part, part => weft.Average(result => result.PartMilliseconds![part]));
        parts["rest"] = weft.Average(result => result.StepMilliseconds) - parts.Values.Sum();
        return parts;
    }
}
