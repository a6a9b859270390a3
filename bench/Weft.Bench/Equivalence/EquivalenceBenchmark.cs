using System.CommandLine;
using Weft.Bench.Trainings;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Runtime;

namespace Weft.Bench.Equivalence;

/// <summary>
/// Shows that Weft's training is the listing's: <c>equivalence --precision float32</c>. The exit code is 1 when a bound is broken.
/// </summary>
internal static class EquivalenceBenchmark
{
    private const int HeldOutBatches = 10;

    public static Command CreateCommand()
    {
        var arguments = new BenchArguments();
        var steps = new Option<int>("--steps") { Description = "Updates to make.", DefaultValueFactory = _ => 200 };
        var precision = new Option<string>("--precision")
        {
            Description = "What Weft takes products in: float32 or bfloat16. The listing takes float32.",
            DefaultValueFactory = _ => "bfloat16",
        };
        precision.AcceptOnlyFromAmong("float32", "bfloat16");
        var command = new Command("equivalence", "Train the listing and Weft from the same weights on the same batches; compare losses and weights.")
        {
            steps, precision,
        };
        arguments.AddTo(command);
        command.SetAction(parsed =>
        {
            var options = arguments.ReadOptions(parsed, "model.dropout=0", $"runtime.precision={parsed.GetValue(precision)}");
            var updates = BenchArguments.Positive(parsed, steps);
            var inStep = BatchSource.TokensInStep(options);
            var text = arguments.ReadText(parsed, options, (updates + HeldOutBatches) * inStep);
            var report = new EquivalenceReport(arguments.Text(parsed), options, text.Vocabulary, updates);
            report.Begin(arguments.ReadSettings(parsed));
            TorchRuntime.Load();
            var result = Run(report, options, text, updates, HeldOutBatches * inStep);
            arguments.Result(parsed, result);
            return result.IsWithinBounds ? 0 : 1;
        });
        return command;
    }

    private static EquivalenceResult Run(EquivalenceReport report, RunOptions options, BenchmarkText text, int steps, int heldOut)
    {
        EquivalenceResult result;
        using (var run = new EquivalenceRun(options, text, heldOut))
            result = run.Train(steps, report.Step);
        if (options.Runtime.Precision == Precision.Float32)
        {
            report.BeginWeights();
            result = result with { Weights = CompareWeights(options, text, heldOut) };
            if (options.Model.Activation == Activation.Relu)
                result = result with { SmoothWeights = CompareWeights(WithGelu(options), text, heldOut) };
        }
        report.End(result);
        return result;
    }

    private static WeightsDrift CompareWeights(RunOptions options, BenchmarkText text, int heldOut)
    {
        // An estimated gradient is the exact one on average only: it is the losses that tell whether that is the same training.
        var exact = options with { Training = options.Training with { GradientFilter = GradientFilterOptions.None } };
        using var run = new EquivalenceRun(exact, text, heldOut);
        return run.TrainWeights(EquivalenceResult.WeightsStep);
    }

    private static RunOptions WithGelu(RunOptions options) => options with { Model = options.Model with { Activation = Activation.Gelu } };
}
