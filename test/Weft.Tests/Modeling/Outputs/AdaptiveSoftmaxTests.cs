using TorchSharp;
using Weft.Kernels;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Outputs;

/// <summary>Losses and gradients of the adaptive softmax, against autograd on a plain version.</summary>
public sealed class AdaptiveSoftmaxTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Kinds => AdaptiveSetup.Kinds;

    public static TheoryData<string, bool, double> Cases => AdaptiveSetup.Cases;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_probabilities_of_all_tokens_sum_to_one(string kind)
    {
        foreach (var products in new[] { ScalarType.Float32, ScalarType.BFloat16 })
        {
            var logits = new AdaptiveSetup(kind, products: products).Output.Logits(AdaptiveSetup.Hidden(40) * 3);

            Assert.Equal([40, AdaptiveSetup.Vocabulary], logits.shape);
            Assert.InRange(logits.to(ScalarType.Float64).exp().sum(1).sub(1).abs().max().item<double>(), 0, 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Logits_are_the_logarithms_of_probabilities_for_hidden_states_of_any_shape(string kind)
    {
        var setup = new AdaptiveSetup(kind);
        var hidden = AdaptiveSetup.Hidden(6);
        var expected = setup.Plain.LogProbabilities(hidden);

        Assert.True(allclose(expected, setup.Output.Logits(hidden), 1e-5, 1e-5));
        Assert.True(allclose(expected.view(2, 3, -1), setup.Output.Logits(hidden.view(2, 3, -1)), 1e-5, 1e-5));
        Assert.True(allclose(expected[4], setup.Output.Logits(hidden[4]), 1e-5, 1e-5));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_all_gradients_agree_with_autograd(string kind, bool simd, double smoothing)
    {
        var setup = new AdaptiveSetup(kind, simd);
        var (hidden, targets) = (AdaptiveSetup.Hidden(300).requires_grad_(), AdaptiveSetup.Targets(300));
        targets[7] = LinearCrossEntropy.Ignored;
        var classes = targets.data<long>().ToArray();
        var loss = setup.Plain.Loss(hidden, classes, smoothing);
        (loss / 299).backward();
        var expected = setup.TakeGradients();
        var plain = setup.Plain.LogProbabilities(hidden).detach();

        var (sums, gradient) = setup.Output.Differentiate(hidden.detach(), targets, smoothing, 1.0 / 299);

        Assert.Equal(299, sums.Targets);
        Assert.Equal(1, sums.Smoothed / loss.item<float>(), 1e-5);
        var rows = classes.Select((target, row) => target < 0 ? 0 : -plain[row, target].item<float>()).ToArray();
        Assert.Equal(1, sums.NegativeLogLikelihood / rows.Sum(), 1e-5);
        AdaptiveSetup.AssertClose(tensor(rows), sums.Rows, 1e-5, "rows");
        AdaptiveSetup.AssertClose(hidden.grad!, gradient, 1e-5, "hidden");
        var actual = setup.TakeGradients();
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, pair => AdaptiveSetup.AssertClose(pair.Value, actual[pair.Key], 1e-5, pair.Key));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_add_up_over_micro_batches(string kind)
    {
        var setup = new AdaptiveSetup(kind);
        var (hidden, targets) = (AdaptiveSetup.Hidden(30), AdaptiveSetup.Targets(30));
        setup.Output.Differentiate(hidden, targets, 0.1, 0.5);
        var once = setup.TakeGradients();
        setup.Output.Differentiate(hidden, targets, 0.1, 0.5);
        setup.Output.Differentiate(hidden, targets, 0.1, 0.5);

        Assert.All(setup.TakeGradients(), pair => AdaptiveSetup.AssertClose(once[pair.Key] * 2, pair.Value, 1e-6, pair.Key));
    }

    [Theory]
    [InlineData(true, 0, 5)] // the shortlist alone
    [InlineData(true, 5, 12)]
    [InlineData(false, 12, 23)]
    [InlineData(false, 0, 12)] // all but the last tail
    public void A_cluster_without_rows_gets_no_gradient(bool simd, int low, int high)
    {
        var setup = new AdaptiveSetup("tied", simd);
        var (hidden, targets) = (AdaptiveSetup.Hidden(20).requires_grad_(), randint(low, high, 20, dtype: ScalarType.Int64));
        setup.Plain.Loss(hidden, targets.data<long>().ToArray(), 0.1).backward();
        var expected = setup.TakeGradients();

        var (_, gradient) = setup.Output.Differentiate(hidden.detach(), targets, 0.1, 1);

        AdaptiveSetup.AssertClose(hidden.grad!, gradient, 1e-5, "hidden");
        var actual = setup.TakeGradients();
        Assert.Equal(expected.Count(pair => pair.Value.abs().max().item<float>() > 0), actual.Count);
        Assert.All(actual, pair => AdaptiveSetup.AssertClose(expected[pair.Key], pair.Value, 1e-5, pair.Key));
    }

    [Fact]
    public void A_batch_without_targets_has_no_loss_and_no_gradient()
    {
        var setup = new AdaptiveSetup("untied");
        var targets = full(9, LinearCrossEntropy.Ignored, ScalarType.Int64);

        var (sums, gradient) = setup.Output.Differentiate(AdaptiveSetup.Hidden(9), targets, 0.1, 1);

        Assert.Equal((0, 0, 0), (sums.Targets, sums.Smoothed, sums.NegativeLogLikelihood));
        Assert.Equal(0, gradient.abs().max().item<float>());
        Assert.All(setup.TakeGradients(), pair => Assert.Equal(0, pair.Value.abs().max().item<float>()));
    }

    [Theory]
    [InlineData("untied", true)]
    [InlineData("tied", true)]
    [InlineData("all tied", false)]
    public void Bfloat16_is_near_float32(string kind, bool simd)
    {
        var (exact, near) = (new AdaptiveSetup(kind, simd), new AdaptiveSetup(kind, simd, ScalarType.BFloat16));
        var (hidden, targets) = (AdaptiveSetup.Hidden(200), AdaptiveSetup.Targets(200));

        var (sums, gradient) = exact.Output.Differentiate(hidden, targets, 0.1, 1);
        var (sums16, gradient16) = near.Output.Differentiate(hidden, targets, 0.1, 1);

        Assert.Equal(1, sums16.Smoothed / sums.Smoothed, 0.02);
        Assert.Equal(1, near.Output.Measure(hidden, targets).NegativeLogLikelihood / sums.NegativeLogLikelihood, 0.02);
        AdaptiveSetup.AssertClose(gradient, gradient16, 0.02, "hidden");
        var gradients = exact.TakeGradients();
        Assert.All(near.TakeGradients(), pair => AdaptiveSetup.AssertClose(gradients[pair.Key], pair.Value, 0.02, pair.Key));
    }

    [Fact]
    public void Only_results_stay()
    {
        var setup = new AdaptiveSetup("tied");
        var (hidden, targets) = (AdaptiveSetup.Hidden(30), AdaptiveSetup.Targets(30));
        long Live(Func<IEnumerable<Tensor>> results)
        {
            using var inner = NewDisposeScope();
            foreach (var result in results())
                result.Dispose();
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
        IEnumerable<Tensor> Differentiate()
        {
            var (sums, gradient) = setup.Output.Differentiate(hidden, targets, 0.1, 1);
            return [sums.Rows, gradient];
        }
        Live(Differentiate);
        var before = Live(() => []);

        Assert.Equal(before, Live(Differentiate));
        Assert.Equal(before, Live(() => [setup.Output.Measure(hidden, targets).Rows]));
        Assert.Equal(before, Live(() => [setup.Output.Logits(hidden)]));
    }

    public void Dispose() => _scope.Dispose();
}
