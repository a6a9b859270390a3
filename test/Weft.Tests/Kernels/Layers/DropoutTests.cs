using TorchSharp;
using Weft.Kernels.Layers;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Tests.Kernels.Layers;

public sealed class DropoutTests : IDisposable
{
    private const int Numbers = 1 << 20;

    private readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_share_that_is_dropped_is_the_rate_and_the_rest_is_scaled(double rate)
    {
        var kept = Draw(new DropoutMask(7, rate));

        var deviation = Math.Sqrt(rate * (1 - rate) / Numbers);
        Assert.InRange(1 - kept.ne(0).to(ScalarType.Float64).mean().item<double>(), rate - 4 * deviation, rate + 4 * deviation);
        Assert.Equal((float)(1 / (1 - rate)), kept.max().item<float>());
        Assert.True(kept.eq(0).logical_or(kept.eq(kept.max())).all().item<bool>());
    }

    /// <summary>Neighbours, rows of any width, and masks of neighbouring keys: correlations as small as those of independent draws.</summary>
    [Fact]
    public void Elements_and_masks_are_independent_of_one_another()
    {
        var mask = Centred(new DropoutMask(7, 0.5));
        var limit = 5 / Math.Sqrt(Numbers);

        Assert.All(new[] { 1, 2, 3, 16, 32, 200, 256, 768, 1024, 4096, 65536 }, distance =>
            Assert.InRange(Math.Abs((mask[..^distance] * mask[distance..]).mean().item<double>()), 0, 1.1 * limit));
        Assert.All(new ulong[] { 6, 8, 7 | 1UL << 32, 7UL << 32, 7 + 16, ulong.MaxValue }, key =>
        {
            var other = Centred(new DropoutMask(key, 0.5));
            Assert.All(new[] { 0, 1, 2, 16 }, distance =>
                Assert.InRange(Math.Abs((mask[..^distance] * other[distance..]).mean().item<double>()), 0, 1.1 * limit));
        });
    }

    [Fact]
    public void Counts_in_groups_of_elements_scatter_as_those_of_independent_draws()
    {
        var counts = Centred(new DropoutMask(99, 0.5)).view(-1, 64).sum(dim: 1) / 8; // of mean 0 and variance 1

        Assert.InRange(counts.var().item<double>(), 0.95, 1.05);
        Assert.InRange(counts.pow(4).mean().item<double>(), 2.8, 3.15); // 3 - 2 / 64
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void The_mask_does_not_depend_on_the_number_of_threads_nor_on_where_a_stretch_begins(ScalarType type)
    {
        var input = randn(999, 101).to(type);
        var mask = new DropoutMask(12345678901234, 0.3);
        var threads = get_num_threads();
        var all = new[] { 1, 2, 3 }.Select(count =>
        {
            Threads.Set(count);
            return Dropout.Mask(input, mask, type);
        }).ToList();
        Threads.Set(threads);

        Assert.All(all, result => Assert.True(all[0].Equals(result)));
        var part = Enumerable.Repeat(1f, 50).ToArray();
        mask.Apply(part, 1007);
        Assert.Equal(part.Select(number => number != 0), Dropout.Mask(ones(2000), mask, ScalarType.Float32).ne(0).data<bool>().ToArray()[1007..1057]);
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(6, 1)]
    // The numbers of elements begin anew at 2^32: here within the examples.
    [InlineData((1L << 32) / (4 * 15) - 1, 5)]
    public void Some_examples_of_a_batch_have_the_masks_that_they_have_in_all_of_it(long first, int count)
    {
        const int PerExample = 4 * 15;
        var alone = new DropoutMask(77, 0.3);
        var placed = alone with { FirstExample = first, Examples = count };
        var expected = Enumerable.Repeat(1f, count * PerExample).ToArray();
        alone.Apply(expected, (uint)(first * PerExample));

        Assert.Equal(expected, Dropout.Mask(ones(count, 4, 15), placed, ScalarType.Float32).flatten().data<float>().ToArray());
        Assert.Equal(expected, Dropout.MaskAndAdd(zeros(count, 60), ones(count, 60), placed).flatten().data<float>().ToArray());
        // Examples cut into pieces are so many rows each.
        Assert.Equal(expected, Dropout.Mask(ones(count * 4, 15), placed, ScalarType.Float32).flatten().data<float>().ToArray());
    }

    [Fact]
    public void Attention_drops_the_same_weights_whichever_worker_has_a_row()
    {
        var mask = new DropoutMask(5, 0.4);
        var (scores, gradient) = (randn(6, 2, 7, 7), randn(6, 2, 7, 7));
        var (all, allGradient) = Attend(scores, gradient, mask);

        var (some, someGradient) = Attend(scores.narrow(0, 2, 3).clone(), gradient.narrow(0, 2, 3).clone(), mask with { FirstExample = 2, Examples = 3 });

        Assert.True(all.narrow(0, 2, 3).Equals(some));
        Assert.True(allGradient.narrow(0, 2, 3).Equals(someGradient));
        Assert.False(all.narrow(0, 2, 3).Equals(Attend(scores.narrow(0, 2, 3).clone(), gradient.narrow(0, 2, 3).clone(), mask).Dropped));

        static (Tensor Dropped, Tensor Gradient) Attend(Tensor scores, Tensor gradient, DropoutMask mask)
        {
            var (probabilities, result) = (scores.clone(), gradient.clone());
            var dropped = AttentionSoftmax.Forward(probabilities, 0.5f, mask);
            AttentionSoftmax.Backward(result, probabilities, 0.5f, mask);
            return (dropped, result);
        }
    }

    [Fact]
    public void A_branch_is_masked_before_it_is_added()
    {
        var (residual, branch, mask) = (randn(77, 33), randn(77, 33).to(ScalarType.BFloat16), new DropoutMask(5, 0.2));

        var expected = residual + branch.to(ScalarType.Float32) * Dropout.Mask(ones(77, 33), mask, ScalarType.Float32);

        Assert.True(expected.Equals(Dropout.MaskAndAdd(residual, branch, mask)));
        Assert.True((residual + branch.to(ScalarType.Float32)).Equals(Dropout.MaskAndAdd(residual, branch, null)));
    }

    [Fact]
    public void Rounding_to_bfloat16_is_LibTorchs()
    {
        var numbers = cat([randn(5000) * 1000, tensor(new[] { 0f, -0f, 1.00390625f, 1.01171875f, float.PositiveInfinity, 1e-40f, float.NaN })]);

        var expected = numbers.to(ScalarType.BFloat16).to(ScalarType.Float32);
        var rounded = Dropout.Mask(numbers, null, ScalarType.BFloat16);

        Assert.True(expected.nan_to_num(77).Equals(Dropout.Mask(rounded, null, ScalarType.Float32).nan_to_num(77)));
    }

    public void Dispose() => _scope.Dispose();

    private static Tensor Draw(DropoutMask mask) => Dropout.Mask(ones(Numbers), mask, ScalarType.Float32);

    private static Tensor Centred(DropoutMask mask) => (Draw(mask) - 1).to(ScalarType.Float64);
}
