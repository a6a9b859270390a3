using Weft.Bench.Measuring;
using Weft.Bench.Trainings;
using Weft.Runs.Options;

namespace Weft.Bench.Equivalence;

/// <summary>Writes the two curves while they are made, then the differences beside their bounds.</summary>
internal sealed class EquivalenceReport(TextWriter output, RunOptions options, int vocabulary, int steps)
{
    private const int StepsBetweenRows = 10;

    private readonly TextTable _curves = new(output, ("step", 6), ("loss of the listing", 0), ("loss of Weft", 12), ("difference", 12));

    public void Begin(IReadOnlyCollection<string> settings)
    {
        output.WriteLine(ModelDescription.Of(options, vocabulary));
        output.WriteLine($"The listing in float32 and Weft in {options.Runtime.Precision.ToString().ToLowerInvariant()}, from the same weights on the same batches.");
        if (settings.Count > 0)
            output.WriteLine($"Set: {string.Join(' ', settings)}");
        output.WriteLine();
        _curves.Header();
    }

    public void Step(int step, double listing, double weft)
    {
        if (step == 1 || step == steps || step % StepsBetweenRows == 0)
            _curves.Row($"{step}", $"{listing:0.00000}", $"{weft:0.00000}", $"{weft - listing:0.00000}");
    }

    /// <summary>Says what the reader waits for.</summary>
    public void BeginWeights()
    {
        output.WriteLine();
        output.WriteLine($"Weights: {EquivalenceResult.WeightsStep} steps from the start, beside them the listing in float64 ...");
    }

    public void End(EquivalenceResult result)
    {
        output.WriteLine();
        var table = new TextTable(output, ("difference", 60), ("is", 10), ("bound", 10), ("", 6)).Header();
        void Row(string what, double difference, double? bound = null) => table.Row(
            what, $"{difference:0.00e+00}", bound is { } limit ? $"{limit:0.00e+00}" : "none", bound is null ? "" : difference <= bound ? "within" : "BROKEN");
        Row($"loss of a step, nats: largest, at step {result.CurveDifferenceStep}", result.CurveDifference, EquivalenceResult.CurveBound);
        Row("loss of a step, nats: mean", result.MeanCurveDifference);
        Row($"final validation loss, {result.ListingValidationLoss:0.00000} and {result.WeftValidationLoss:0.00000}", result.ValidationDifference, EquivalenceResult.ValidationBound);
        void Rows(string model, WeightsDrift drift)
        {
            Row($"weights{model}: Weft from the listing, {drift.FromListing.Tensor}", drift.FromListing.Difference, EquivalenceResult.WeightsBound);
            Row("  Weft from the listing in float64", drift.FromExact.Difference);
            Row("  the listing from itself in float64", drift.ListingFromExact.Difference);
        }
        if (result.Weights is { } weights)
            Rows("", weights);
        if (result.SmoothWeights is { } smooth)
            Rows(", GELU for ReLU", smooth);
        if (result.Weights is null)
            return;
        output.WriteLine();
        output.WriteLine($"Weights, after {EquivalenceResult.WeightsStep} steps: the norm of the difference over the norm, of the tensor where that is largest;");
        output.WriteLine("all gradients worked out, none estimated; without the biases of the keys, which no output depends on. An input of ReLU that rounding puts");
        output.WriteLine("on the other side of 0 changes gradients at one blow; GELU shows the same programs without that.");
    }
}
