using Weft.Data.Batching;
using Weft.Foundation;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Optimization;
using Weft.Runtime;
using Weft.Tasks;
using Weft.Tasks.Passes;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks;

/// <summary>An encoder-decoder learns to write sequences of five symbols backwards, which it cannot without its memory.</summary>
public sealed class EncoderDecoderTrainingTests
{
    private const int Symbols = 5;
    private const int Longest = 6;
    private const long Begin = Symbols;

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void It_learns_to_write_five_symbols_backwards(Precision precision)
    {
        using var outer = NewDisposeScope();
        random.manual_seed(3);
        var options = new ModelOptions
        {
            Dimension = 32,
            Layers = 1,
            Heads = 4,
            FeedForward = 64,
            Dropout = 0.02,
            Norm = NormPlacement.Pre,
            MaximumPositions = 16,
            Positions = PositionEncoding.Learned,
        };
        using var model = new EncoderDecoderModel(options, Symbols, options, Symbols + 1, precision, CPU);
        using var adam = new Optimizer(model.Weights, new OptimizerOptions { ClipNorm = 1 });
        model.SetTraining(true);
        const int steps = 300;
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var (source, target) = Pairs(step, rows: 32);
            model.BeginDropout((ulong)step);
            var settings = new LossSettings(0, 1.0 / target.Targets.ne(ChunkSource.Ignored).sum().item<long>());
            ModelGradients.Add(
                model, target with { Source = source }, states => states.flatten(0, 1), rows => model.Output.Differentiate(rows, target.Targets.flatten(), settings), new StepClock());
            adam.Step(0.005 * Math.Min(1, 2.0 * (steps - step) / steps), adam.MeasureGradients());
        }
        model.SetTraining(false);
        using var frozen = no_grad();
        var (unseen, answer) = Pairs(-1, rows: 500);
        var sums = model.Output.Measure(model.Hidden(answer, model.Remember(unseen)).flatten(0, 1), answer.Targets.flatten());
        var blind = model.Output.Measure(model.Hidden(answer, new StackMemory(zeros(500, 1, 32))).flatten(0, 1), answer.Targets.flatten());

        Assert.True(sums.Correct > 0.95 * sums.Targets, $"{sums.Correct} of {sums.Targets}");
        Assert.True(blind.Correct < 0.5 * blind.Targets, $"{blind.Correct} of {blind.Targets} without looking");
    }

    /// <summary>Sequences of three to six symbols, the sources with padding before them, and what is to be written, with padding behind it.</summary>
    private static (Batch Source, Batch Target) Pairs(long seed, int rows)
    {
        var stream = RandomStream.For(seed, "pairs");
        var (ids, inputs, targets) = (new long[rows, Longest], new long[rows, Longest], new long[rows, Longest]);
        var starts = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            var length = 3 + (int)(stream.NextUInt64() % 4);
            starts[row] = Longest - length;
            for (var i = 0; i < Longest; i++)
                targets[row, i] = ChunkSource.Ignored;
            for (var i = 0; i < length; i++)
                ids[row, Longest - length + i] = targets[row, length - 1 - i] = (long)(stream.NextUInt64() % Symbols);
            for (var i = 0; i < length; i++)
                inputs[row, i] = i == 0 ? Begin : targets[row, i - 1];
        }
        return (new Batch(tensor(ids), tensor(targets), Starts: starts), new Batch(tensor(inputs), tensor(targets)));
    }
}
