using TorchSharp;
using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using Weft.Optimization;
using Weft.Tests.Support;
using static TorchSharp.torch;
using OptimizerOptions = Weft.Optimization.OptimizerOptions;

namespace Weft.Tests.Optimization;

/// <summary>A gradient given row by row against one that is dense.</summary>
public sealed class RowGradientTests : IDisposable
{
    private const int Rows = 900;

    private readonly DisposeScope _scope = NewDisposeScope();

    public RowGradientTests() => random.manual_seed(4);

    [Theory]
    [InlineData(10, 0.0, true)]
    [InlineData(64, 0.1, true)]
    [InlineData(200, 0.1, true)]
    [InlineData(200, 0.1, false)]
    public void Fifty_updates_agree_with_TorchSharps_own_Adam_on_the_dense_gradient(int width, double weightDecay, bool simd)
    {
        var own = nn.Parameter(randn(Rows, width));
        var theirs = nn.Parameter(own.detach().clone());
        using var buffer = Buffers.OfTable(own);
        using var adam = new Optimizer(buffer, new OptimizerOptions { Kind = OptimizerKind.AdamW, WeightDecay = weightDecay }, simd ? KernelPath.Simd : KernelPath.Tensors);
        using var reference = optim.AdamW([theirs], lr: 0.01, weight_decay: weightDecay);

        for (var step = 0; step < 50; step++)
        {
            using var scope = NewDisposeScope();
            var (ids, rows) = Lookups(width);
            theirs.grad = zeros_like(theirs).index_add_(0, ids.flatten(), rows.reshape(-1, width), 1);
            var expected = nn.utils.clip_grad_norm_([theirs], 0.5);
            buffer.AddRows(own, ids, rows);
            var norm = adam.MeasureGradients();
            adam.Step(0.01, norm);
            reference.step();
            Assert.Equal(1, norm.Value / expected, 5);
        }

        Assert.InRange((own - theirs).abs().max().item<float>(), 0, 1e-6);
        Assert.Equal(0, buffer.Gradients!.abs().max().item<float>());
    }

    [Theory]
    [InlineData(50)]
    [InlineData(200)]
    public void Leaving_out_untouched_rows_changes_no_bit(int width)
    {
        var start = randn(Rows, width);
        var batches = Enumerable.Range(0, 5).Select(_ => Lookups(width)).ToList();

        var (sparse, sparseNorm) = Train(buffer: Buffers.OfTable, skips: true);
        var (dense, denseNorm) = Train(buffer: parameter => Buffers.Of(parameter), skips: false);

        Assert.True(sparse.Equals(dense));
        Assert.Equal(denseNorm, sparseNorm);

        (Tensor Weights, double Norm) Train(Func<Parameter, ParameterBuffer> buffer, bool skips)
        {
            var parameter = nn.Parameter(start.clone());
            using var parameters = buffer(parameter);
            using var adam = new Optimizer(parameters, new OptimizerOptions());
            var norm = 0.0;
            foreach (var (ids, rows) in batches)
            {
                parameters.AddRows(parameter, ids, rows);
                // Numbers that no row brought are seen by the dense pass alone: so the other one leaves them out.
                var untouched = parameter.grad![Rows - 1];
                untouched.fill_(skips ? float.NaN : 0);
                var measured = adam.MeasureGradients();
                norm = measured.Value;
                adam.Step(0.01, measured);
            }
            return (parameter.detach(), norm);
        }
    }

    [Fact]
    public void Rows_that_occur_more_than_once_are_added_up_and_out_of_range_they_are_refused()
    {
        var table = nn.Parameter(zeros(4, 3));
        using var buffer = Buffers.OfTable(table);
        buffer.AttachGradients();

        buffer.AddRows(table, tensor(new long[,] { { 2, 0 }, { 2, 2 } }), tensor(new float[,,] { { { 1, 1, 1 }, { 5, 5, 5 } }, { { 2, 2, 2 }, { 4, 4, 4 } } }));

        Assert.Equal([5f, 0, 7, 0], table.grad!.select(1, 1).data<float>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.AddRows(table, tensor(new long[] { 4 }), ones(1, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.AddRows(table, tensor(new long[] { -1 }), ones(1, 3)));
    }

    [Fact]
    public void A_table_whose_gradient_comes_from_autograd_is_updated_everywhere()
    {
        var table = nn.Parameter(ones(500, 8));
        using var buffer = Buffers.OfTable(table);
        using var adam = new Optimizer(buffer, new OptimizerOptions());
        // First by rows, to see that no marks stay.
        buffer.AddRows(table, tensor(new long[] { 3 }), zeros(1, 8));
        adam.Step(0.1);

        table.sum().backward();
        adam.Step(0.1);

        Assert.True(table.max().item<float>() < 0.95f);
    }

    [Fact]
    public void Both_paths_add_the_same_rows()
    {
        var (ids, rows) = Lookups(20);
        var (ownSums, tensorSums) = (zeros(Rows, 20), zeros(Rows, 20));

        RowAddition.Add(KernelPath.Simd, ownSums, ids.flatten(), rows.reshape(-1, 20), touched: null);
        RowAddition.Add(KernelPath.Tensors, tensorSums, ids.flatten(), rows.reshape(-1, 20), touched: null);

        Assert.InRange((ownSums - tensorSums).abs().max().item<float>(), 0, 1e-5);
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>A batch of 4 x 9 tokens, most of them from the first fifty, and none of the last ten.</summary>
    private static (Tensor Ids, Tensor Rows) Lookups(int width)
    {
        var (common, rare) = (randint(0, 50, [4, 6], dtype: ScalarType.Int64), randint(0, Rows - 10, [4, 3], dtype: ScalarType.Int64));
        return (cat([common, rare], dim: 1), randn(4, 9, width));
    }
}
