using TorchSharp;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using Weft.Kernels.CrossEntropy.Tiled;
using static TorchSharp.torch;

namespace Weft.Tests.Kernels.CrossEntropy;

/// <summary>Holds the estimated gradients to the exact ones.</summary>
public sealed class GradientFilterTests : IDisposable
{
    private const int Frequent = 2048; // classes that the kernel always works out

    private readonly DisposeScope _scope = NewDisposeScope();

    public GradientFilterTests() => random.manual_seed(12);

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void The_mean_over_many_keys_is_the_exact_gradient(ScalarType type)
    {
        const int Keys = 100;
        var one = LossCase.Draw(40, 4700, 6, spread: 0.7);
        var exact = Projections(one.Differentiate(new LossSettings(0.1, 1), type));
        var filter = new GradientFilterOptions { OneIn = 4, Threshold = 0.02 };

        var drawn = Enumerable.Range(0, Keys)
            .Select(key => Projections(one.Differentiate(new LossSettings(0.1, 1) { Filter = filter, Key = key }, type)))
            .ToList();

        // Rounding to bfloat16 differs between the two; it is far below the deviation of a single draw.
        for (var i = 0; i < exact.Count; i++)
        {
            var mean = drawn.Average(values => values[i]);
            var deviation = Math.Sqrt(drawn.Sum(values => Math.Pow(values[i] - mean, 2)) / (Keys - 1));
            Assert.True(deviation > 1e-4, $"The filter changes nothing in projection {i}.");
            Assert.InRange(Math.Abs(mean - exact[i]) / (deviation / Math.Sqrt(Keys)), 0, 4.5);
        }
    }

    [Fact]
    public void Without_estimates_just_the_small_probabilities_of_rarer_classes_are_missing()
    {
        var one = LossCase.Draw(40, 4700, 6);
        one.Targets[0] = 3000;
        const double Threshold = 0.001;
        var probabilities = nn.functional.linear(one.Hidden, one.Weight, one.Bias).softmax(1);
        var isSmall = probabilities.le(Threshold);
        isSmall.narrow(1, 0, Frequent).fill_(false);
        Assert.InRange(isSmall.sum().item<long>(), 1000, 40 * 4700 - 1000);
        var scores = probabilities.masked_fill(isSmall, 0);
        scores.scatter_add_(1, one.Targets.relu().unsqueeze(1), full(40, 1, -0.9f));
        scores = (scores - 0.1f / 4700) * one.Targets.ne(LinearCrossEntropy.Ignored).unsqueeze(1);

        var actual = one.Differentiate(new LossSettings(0.1, 1) { Filter = new GradientFilterOptions { OneIn = 0, Threshold = Threshold } });

        actual.AssertNear(new KernelResult(actual.Sums, scores.matmul(one.Weight), scores.t().matmul(one.Hidden), scores.sum(dim: 0)), 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void The_loss_is_the_exact_one(int oneIn)
    {
        var one = LossCase.Draw(50, 5000, 6);

        var sums = one.Differentiate(new LossSettings(0.1, 1) { Filter = new GradientFilterOptions { OneIn = oneIn } }).Sums;

        var exact = one.Differentiate(new LossSettings(0.1, 1)).Sums;
        Assert.Equal(exact.Smoothed, sums.Smoothed);
        Assert.True(exact.Rows.Equals(sums.Rows));
    }

    [Fact]
    public void A_small_vocabulary_is_never_estimated()
    {
        var one = LossCase.Draw(50, 2 * Frequent, 6);

        var filtered = one.Differentiate(new LossSettings(0.1, 1) { Filter = new GradientFilterOptions { OneIn = 8 } });

        Assert.True(one.Differentiate(new LossSettings(0.1, 1)).Weight.Equals(filtered.Weight));
    }

    [Theory]
    [InlineData(8, 20)]
    [InlineData(3, 3)]
    [InlineData(1, 5)]
    public void Everything_has_the_same_chance(int oneIn, int count)
    {
        const int Draws = 4000;
        var chosen = new int[count];
        for (var key = 0; key < Draws; key++)
        {
            foreach (var one in new TailSample(oneIn, key).Rows(0, count))
                chosen[one]++;
        }

        var deviation = Math.Sqrt(Draws * (1.0 / oneIn) * (1 - 1.0 / oneIn));
        Assert.All(chosen, times => Assert.InRange(times, (double)Draws / oneIn - 4.5 * deviation, (double)Draws / oneIn + 4.5 * deviation));
        Assert.Equal(0, new TailSample(0, 1).Groups(0, count, []).Count);
        Assert.Equal(new TailSample(oneIn, 7).Rows(3, count), new TailSample(oneIn, 7).Rows(3, count));
    }

    [Fact]
    public void A_tile_looks_at_the_same_classes_whichever_worker_has_it()
    {
        var tile = KernelSettings.RowsAtOnce;
        var all = LossCase.Draw(2 * tile + 5, 4700, 6);
        var loss = new LossSettings(0.1, 1) { Filter = new GradientFilterOptions { OneIn = 8, Threshold = 0.02 }, Key = 3 };
        var whole = all.Differentiate(loss).Hidden.narrow(0, tile, tile + 5);
        var some = all with { Hidden = all.Hidden.narrow(0, tile, tile + 5), Targets = all.Targets.narrow(0, tile, tile + 5) };

        Assert.True(whole.Equals(some.Differentiate(loss with { FirstRow = tile }).Hidden));
        Assert.False(whole.Equals(some.Differentiate(loss).Hidden));
        Assert.Equal(new TailSample(8, 7).Rows(128, 100), new TailSample(8, 7, first: 96).Rows(32, 100));
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>Inner products with a few fixed directions.</summary>
    private static List<double> Projections(KernelResult result)
    {
        random.manual_seed(99);
        return [.. new[] { result.Hidden, result.Weight, result.Bias }
            .SelectMany(gradient => Enumerable.Range(0, 3).Select(_ => (gradient * randn_like(gradient)).sum().item<float>()))
            .Select(value => (double)value)];
    }
}
