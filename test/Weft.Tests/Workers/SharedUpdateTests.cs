using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using Weft.Optimization;
using Weft.Runtime.Safetensors;
using Weft.Tests.Support;
using Weft.Workers;
using static TorchSharp.torch;
using OptimizerOptions = Weft.Optimization.OptimizerOptions;

namespace Weft.Tests.Workers;

/// <summary>An optimizer's state that is divided among workers, beside one that everybody has.</summary>
public sealed class SharedUpdateTests
{
    private const int Rows = 3_000;
    private const int Width = 64;

    /// <summary>Numbers in a block, over which squares are summed.</summary>
    private const long Block = 512 * TouchedParts.PartLength;

    [Theory]
    [InlineData(OptimizerKind.Adam, ScalarType.Float32, 2)]
    [InlineData(OptimizerKind.AdamW, ScalarType.BFloat16, 3)]
    [InlineData(OptimizerKind.Sgd, ScalarType.BFloat16, 4)]
    [InlineData(OptimizerKind.AdamW, ScalarType.Float32, 8)]
    public void Gives_the_bits_of_one_that_everybody_has(OptimizerKind kind, ScalarType products, int count)
    {
        var options = new OptimizerOptions { Kind = kind, Momentum = 0.9, WeightDecay = 0.1, AverageDecay = 0.9, ClipNorm = 0.5 };

        var undivided = WorkersInTurn.Run(workers => Train(workers, options, products, isDivided: false), count);
        var divided = WorkersInTurn.Run(workers => Train(workers, options, products, isDivided: true), count);

        Assert.All(divided, result =>
        {
            Assert.Equal(undivided[0].Norms, result.Norms);
            Assert.Equal(undivided[0].Weights, result.Weights);
            Assert.Equal(undivided[0].Averages, result.Averages);
            Assert.True(result.Numbers <= undivided[0].Numbers / count + 2 * Block);
        });
        Assert.NotEmpty(divided[0].State);
        Assert.Equal(undivided[0].State, divided[0].State);
        Assert.Equal(undivided[0].Numbers, divided.Sum(result => result.Numbers));
    }

    [Fact]
    public void Parts_are_cut_between_blocks_of_every_phase()
    {
        using var scope = NewDisposeScope();
        using var buffer = Create(ScalarType.Float32);
        var parts = StateParts.Of(buffer, 4, [_ => true, slot => slot.Name != "factor"]);

        Assert.Equal(buffer.Values.numel(), parts.Length);
        Assert.All(Enumerable.Range(0, 4), rank =>
        {
            Assert.InRange(parts.Of(rank).Length, buffer.Values.numel() / 4 - 2 * Block, buffer.Values.numel() / 4 + 2 * Block);
            foreach (var isTrained in (Func<ParameterSlot, bool>[])[_ => true, slot => slot.Name != "factor"])
                Assert.All(buffer.Ranges(_ => 0, isTrained), range => Assert.True(range.Place.MayBeCutAt(parts.Of(rank).Start)));
        });
    }

    [Fact]
    public void A_model_smaller_than_a_block_is_one_workers()
    {
        using var scope = NewDisposeScope();
        using var buffer = Buffers.Of(nn.Parameter(ones(10, 10)));

        var parts = StateParts.Of(buffer, 3, [_ => true]);

        Assert.Equal([buffer.Values.numel()], Enumerable.Range(0, 3).Select(rank => parts.Of(rank).Length).Where(length => length > 0));
    }

    [Fact]
    public void Muon_is_not_divided()
    {
        using var scope = NewDisposeScope();
        using var buffer = Create(ScalarType.Float32);

        Assert.Throws<ArgumentException>(() => new Optimizer(buffer, [new OptimizerOptions { Kind = OptimizerKind.Muon }], new StateShare(0, Block)));
    }

    private static Result Train(IWorkers workers, OptimizerOptions options, ScalarType products, bool isDivided)
    {
        using var scope = NewDisposeScope();
        using var buffer = Create(products);
        var parts = isDivided ? StateParts.Of(buffer, workers.Count, [_ => true]) : null;
        using var optimizer = new Optimizer(buffer, [options], parts?.ShareOf(workers.Rank));
        var update = new SharedUpdate(buffer, optimizer, workers, parts);
        var norms = new List<double>();
        for (var step = 0; step < 3; step++)
        {
            Differentiate(buffer, workers.Rank, step);
            update.SumGradients();
            var norm = update.MeasureGradients();
            norms.Add(norm.Value);
            update.Step(0.01, norm);
            Assert.Equal(0, buffer.Gradients!.abs().max().item<float>());
        }
        var weights = Bytes(buffer);
        update.SwapAverages();
        var averages = Bytes(buffer);
        update.SwapAverages();
        Assert.Equal(weights, Bytes(buffer));
        using var file = new MemoryStream();
        var whole = update.Gather();
        if (workers.IsFirst())
            SafetensorsFile.Write(file, whole.Tensors);
        whole.Finish();
        return new Result(norms, weights, averages, workers.IsFirst() ? file.ToArray() : [], optimizer.State.Sum(tensor => tensor.Name.EndsWith(".mean", StringComparison.Ordinal) ? tensor.Own.numel() : 0));
    }

    /// <summary>A dense matrix, a bias, and a table of which each worker looks up other rows in other steps; in the last step it takes its gradient whole.</summary>
    private static void Differentiate(ParameterBuffer buffer, int rank, int step)
    {
        var (factor, bias, table) = (Named("factor"), Named("bias"), Named("table"));
        (factor.pow(2).sum() * (0.1f + rank) + bias.sum() * (step + 1)).backward();
        if (step == 2)
            (table.pow(3).sum() * (1 + rank)).backward();
        else if (rank != 1)
            buffer.AddRows(table, tensor(new long[] { 7 * rank, 100 + step, 2_900 }), full([3, Width], 0.3f + rank));

        TorchSharp.Modules.Parameter Named(string name) => buffer.Slots.Single(slot => slot.Name == name).Parameter;
    }

    private static ParameterBuffer Create(ScalarType products)
    {
        random.manual_seed(5);
        return new ParameterBuffer(
        [
            new("factor", nn.Parameter(randn(1_000, Width) * 0.1f), ParameterRole.Factor, ModelPart.Layer),
            new("bias", nn.Parameter(randn(70)), ParameterRole.Vector, ModelPart.Bias),
            new("table", nn.Parameter(randn(Rows, Width) * 0.1f), ParameterRole.Table, ModelPart.Embedding),
        ], products);
    }

    private static byte[] Bytes(ParameterBuffer buffer) =>
        [.. buffer.Values.bytes, .. buffer.Copies is { } copies ? copies.to(ScalarType.Float32).bytes : []];

    private sealed record Result(IReadOnlyList<double> Norms, byte[] Weights, byte[] Averages, byte[] State, long Numbers);
}
