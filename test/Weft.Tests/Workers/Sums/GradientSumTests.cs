using Weft.Kernels.Updates;
using Weft.Optimization;
using Weft.Tests.Support;
using Weft.Workers;
using Weft.Workers.Sums;
using static TorchSharp.torch;
using OptimizerOptions = Weft.Optimization.OptimizerOptions;

namespace Weft.Tests.Workers.Sums;

/// <summary>Three workers that each look up other rows of a table.</summary>
public class GradientSumTests
{
    private const int Rows = 500;
    private const int Width = 20;

    /// <summary>The rows of each worker: the last one has none, and a row is two workers'.</summary>
    private static readonly long[][] Ids = [[3, 400, 3], [77, 400], []];

    [Fact]
    public void Norm_and_update_see_rows_that_only_others_touched()
    {
        using var scope = NewDisposeScope();
        var (expected, expectedNorm) = Update(Alone.Instance, [.. Ids.SelectMany(ids => ids)]);

        var results = WorkersInTurn.Run(workers => Update(workers, Ids[workers.Rank]));

        foreach (var (weights, norm) in results)
        {
            Assert.Equal(expectedNorm, norm, 1e-6);
            Assert.Equal(expected, weights);
        }
        // Every looked-up row has moved, and no other.
        Assert.Equal([3, 77, 400], Enumerable.Range(0, Rows).Where(row => results[2].Weights[row * Width] != 1));
    }

    [Fact]
    public void A_gradient_from_everywhere_is_summed_everywhere()
    {
        var sums = WorkersInTurn.Run(workers =>
        {
            using var scope = NewDisposeScope();
            var table = nn.Parameter(ones(Rows, Width));
            using var buffer = Buffers.OfTable(table);
            buffer.AttachGradients();
            (table.sum() * (workers.Rank + 1)).backward();
            new GradientSum(buffer, workers).Finish();
            return table.grad!.min().item<float>() + table.grad!.max().item<float>();
        });

        Assert.Equal([12f, 12, 12], sums);
    }

    [Fact]
    public void Marks_travel_as_bits()
    {
        var (own, other) = (new TouchedParts(70 * TouchedParts.PartLength + 32), new TouchedParts(70 * TouchedParts.PartLength + 32));
        own.Mark(0, 1);
        other.Mark(70 * TouchedParts.PartLength, 32);
        other.Mark(64 * TouchedParts.PartLength, 1);

        own.Mark(other.Pack());

        Assert.Equal([1UL | 0, 1UL | (1UL << 6)], own.Pack());
        Assert.Equal((true, 64), own.Stretch(0, 70 * TouchedParts.PartLength + 32));
        Assert.Equal((false, 63 * 64), own.Stretch(64, 70 * TouchedParts.PartLength + 32));
        Assert.Equal((true, 32), own.Stretch(70 * TouchedParts.PartLength, 70 * TouchedParts.PartLength + 32));
    }

    private static (float[] Weights, double Norm) Update(IWorkers workers, long[] ids)
    {
        using var scope = NewDisposeScope();
        var table = nn.Parameter(ones(Rows, Width));
        using var buffer = Buffers.OfTable(table);
        using var adam = new Optimizer(buffer, new OptimizerOptions());
        if (ids.Length > 0)
            buffer.AddRows(table, tensor(ids), stack(ids.Select(id => full(Width, id / 100f)).ToArray()));
        new GradientSum(buffer, workers).Finish();
        var norm = adam.MeasureGradients();
        adam.Step(0.1, norm);
        return (table.detach().flatten().data<float>().ToArray(), norm.Value);
    }
}
