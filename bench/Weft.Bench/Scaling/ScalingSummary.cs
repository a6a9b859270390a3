namespace Weft.Bench.Scaling;

/// <summary>What <c>--json</c> prints.</summary>
/// <param name="Points">All points.</param>
/// <param name="Growth">The growth over each whole series, by factor.</param>
internal sealed record ScalingSummary(List<ScalingPoint> Points, Dictionary<string, ScalingGrowth> Growth);
