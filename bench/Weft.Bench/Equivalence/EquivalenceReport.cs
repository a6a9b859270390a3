using Weft.Bench.Measuring;
using Weft.Bench.Trainings;
using Weft.Training.Options;

namespace Weft.Bench.Equivalence;

/// <summary>Writes the two curves while they are made, then the differences beside their bounds.</summary>
internal sealed class EquivalenceReport(TextWriter output, RunOptions options, int vocabulary, int steps)
{
    private const int StepsBetweenRows = 10;

    private readonly TextTable _curves = new(output, ("step", 6), ("loss of the listing", 0), ("loss of Weft", 12), ("difference", 12));

    public void Begin()
    {
        output.WriteLine(ModelDescription.Of(options, vocabulary));
        output.WriteLine($"The listing in float32 and Weft in {options.Runtime.Precision.ToString().ToLowerInvariant()}, from the same weights on the same batches.");
        output.WriteLine();
        _curves.Header();
    }

    public void Step(int step, double listing, double weft)
    {
        if (step == 1 || step == steps || step % StepsBetweenRows == 0)
            _curves.Row($"{step}", $"{listing:0.00000}", $"{weft:0.00000}", $"{weft - listing:0.00000}");
    }

    public void End(EquivalenceResult result)
    {
        output.WriteLine();
        var table = new TextTable(output, ("largest difference", 52), ("is", 10), ("bound", 10), ("", 8)).Header();
        void Row(string what, double difference, double bound) =>
            table.Row(what, $"{difference:0.0e+00}", $"{bound:0.0e+00}", difference <= bound ? "within" : "BROKEN");
        Row($"loss of one step, at step {result.CurveDifferenceStep}, nats", result.CurveDifference, EquivalenceResult.CurveBound);
        Row($"validation loss at the end ({result.WeftValidationLoss:0.00000}), nats", result.ValidationDifference, EquivalenceResult.ValidationBound);
        if (result.SmoothWeights is { } smooth)
            Row($"weights after {EquivalenceResult.WeightsStep} steps, GELU for ReLU, relative", smooth.Difference, EquivalenceResult.WeightsBound);
        if (result.Weights is { } weights)
            table.Row($"weights after {EquivalenceResult.WeightsStep} steps, relative", $"{weights.Difference:0.0e+00}", "none");
        if (result.SmoothWeights is null)
            return;
        output.WriteLine();
        output.WriteLine("Weights: |Weft - listing| / |listing| of the tensor where that is largest, without the biases of the keys, which no output depends on.");
        output.WriteLine("An input of ReLU that rounding puts on the other side of 0 changes gradients at one blow; GELU shows the same programs without that.");
    }
}
