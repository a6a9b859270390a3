namespace Weft.Bench.Equivalence;

/// <summary>
/// Where trainings in float32 got to, seen from each other and from the listing in float64, which is as good as without rounding: two
/// programs that do the same part by about as much as either parts from that.
/// </summary>
/// <param name="FromListing">Weft from the listing, both in float32.</param>
/// <param name="FromExact">Weft from the listing in float64.</param>
/// <param name="ListingFromExact">The listing from itself in float64.</param>
internal sealed record WeightsDrift(WeightsComparison FromListing, WeightsComparison FromExact, WeightsComparison ListingFromExact);
