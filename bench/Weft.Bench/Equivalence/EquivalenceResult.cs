namespace Weft.Bench.Equivalence;

/// <summary>How far two trainings from the same weights on the same batches drifted apart.</summary>
internal sealed record EquivalenceResult
{
    /// <summary>How far the losses of one step may differ, nats.</summary>
    public const double CurveBound = 0.01;

    /// <summary>How far the validation losses at the end may differ, nats.</summary>
    public const double ValidationBound = 0.005;

    /// <summary>How far a tensor of weights may differ in float32, relative to its norm.</summary>
    public const double WeightsBound = 1e-4;

    /// <summary>The step after which weights are compared.</summary>
    public const int WeightsStep = 20;

    public required int Steps { get; init; }

    /// <summary>The type of Weft's products; the listing's are float32.</summary>
    public required string Precision { get; init; }

    /// <summary>The largest difference of the two losses of a step, nats.</summary>
    public required double CurveDifference { get; init; }

    /// <summary>The step that it was at, from 1.</summary>
    public required int CurveDifferenceStep { get; init; }

    /// <summary>The mean of the differences over all steps, nats.</summary>
    public required double MeanCurveDifference { get; init; }

    /// <summary>The listing's plain loss on held-out text after the last step, nats.</summary>
    public required double ListingValidationLoss { get; init; }

    /// <summary>Weft's.</summary>
    public required double WeftValidationLoss { get; init; }

    /// <summary>The difference of the two.</summary>
    public double ValidationDifference => Math.Abs(WeftValidationLoss - ListingValidationLoss);

    /// <summary>The weights after <see cref="WeightsStep"/> steps; null in bfloat16, where they are no measure.</summary>
    public WeightsDrift? Weights { get; init; }

    /// <summary>
    /// The same of the model with GELU in place of ReLU. That has a kink: an input that rounding puts on its other side changes a
    /// gradient at one blow, and from there on any two trainings part.
    /// </summary>
    public WeightsDrift? SmoothWeights { get; init; }

    /// <summary>Whether the model that was asked for is within every bound; a difference that is not a number is not.</summary>
    public bool IsWithinBounds => CurveDifference <= CurveBound
        && ValidationDifference <= ValidationBound
        && Weights is null or { FromListing.Difference: <= WeightsBound };
}
