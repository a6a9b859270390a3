using TorchSharp;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling.Outputs;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Outputs;

/// <summary>What the adaptive softmax measures, against all log-probabilities of all tokens.</summary>
public sealed class AdaptiveMeasurementTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Kinds => AdaptiveSetup.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Losses_and_hits_are_those_of_the_whole_vocabulary(string kind)
    {
        var setup = new AdaptiveSetup(kind);
        var hidden = AdaptiveSetup.Hidden(600) * 2;
        var all = setup.Plain.LogProbabilities(hidden).detach();
        // Half of the targets are the likeliest tokens, the others any.
        var likeliest = all.argmax(1);
        var targets = where(rand(600) < 0.5, likeliest, AdaptiveSetup.Targets(600));
        foreach (var row in new[] { 0, 299, 599 })
            targets[row] = LinearCrossEntropy.Ignored;
        var scored = targets.ge(0);
        var losses = -all.gather(1, targets.relu().unsqueeze(1)).squeeze(1) * scored;

        var sums = setup.Output.Measure(hidden, targets);

        Assert.Equal(597, sums.Targets);
        Assert.Equal(likeliest.eq(targets).sum().item<long>(), sums.Correct);
        Assert.True(allclose(losses, sums.Rows, 1e-5, 1e-5));
        var perplexity = Math.Exp(losses.sum(ScalarType.Float64).item<double>() / 597);
        Assert.Equal(1, Math.Exp(sums.NegativeLogLikelihood / 597) / perplexity, 1e-5);
        Assert.Equal(sums.NegativeLogLikelihood, sums.Smoothed);
        AssertEveryCaseOccurs(likeliest, targets);
    }

    [Fact]
    public void Each_row_has_a_likeliest_token_and_it_alone_is_a_hit()
    {
        var setup = new AdaptiveSetup("tied");
        var hidden = AdaptiveSetup.Hidden(1) * 2;
        var likeliest = setup.Plain.LogProbabilities(hidden).argmax(1).item<long>();

        var hits = Enumerable.Range(0, AdaptiveSetup.Vocabulary).Where(token => setup.Output.Measure(hidden, tensor([(long)token])).Correct == 1);

        Assert.Equal([(int)likeliest], hits);
    }

    [Theory]
    [InlineData(0f, 0f, 0)] // all four tokens are equally likely
    [InlineData(-1f, 0f, 1)] // the tails' tokens tie with the second
    [InlineData(-1f, -1f, 2)] // only the tails' tokens tie
    public void Of_equally_likely_tokens_the_first_is_the_best(float first, float second, int best)
    {
        // Two tokens, and two tails of one token each, which has all of its tail's probability.
        var options = new AdaptiveSoftmaxOptions { Cutoffs = [2, 3], Divisor = 2 };
        var output = new AdaptiveSoftmax(OutputClasses.OfShared(nn.Parameter(zeros(4, 4))), options, ScalarType.Float32, KernelPath.Simd);
        output.Reset(0.1);
        using var frozen = no_grad();
        output.Parameters.Single(p => p.Name == "head_tails").Parameter.zero_();
        output.Parameters.Single(p => p.Name == "head_bias").Parameter.copy_(tensor(new[] { first, second, 0, 0 }));

        var hits = Enumerable.Range(0, 4).Where(token => output.Measure(randn(1, 4), tensor([(long)token])).Correct == 1);

        Assert.Equal([best], hits);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Measuring_and_differentiating_give_the_same_losses(string kind)
    {
        var setup = new AdaptiveSetup(kind);
        var (hidden, targets) = (AdaptiveSetup.Hidden(50), AdaptiveSetup.Targets(50));

        var measured = setup.Output.Measure(hidden, targets);
        var (sums, _) = setup.Output.Differentiate(hidden, targets, new LossSettings(0.1, 1));

        Assert.True(allclose(measured.Rows, sums.Rows, 1e-5, 1e-5));
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>Targets of each cluster are hit and missed, and missed in favour of each cluster: no branch goes untried.</summary>
    private static void AssertEveryCaseOccurs(Tensor likeliest, Tensor targets)
    {
        static int ClusterOf(long token) => AdaptiveSetup.Cutoffs.Count(cutoff => token >= cutoff);
        var pairs = likeliest.data<long>().Zip(targets.data<long>()).Where(pair => pair.Second >= 0).ToList();
        var cases = pairs.Select(pair => (ClusterOf(pair.First), ClusterOf(pair.Second), pair.First == pair.Second)).ToHashSet();
        Assert.Equal(12, cases.Count);
    }
}
