using TorchSharp;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling.Outputs;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Outputs;

/// <summary>Predictions of both softmaxes against the scores of all tokens.</summary>
public sealed class OutputPredictionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string, bool> Adaptive => new(
        from kind in AdaptiveSetup.Kinds.Select(row => row.Data)
        from simd in new[] { true, false }
        select (kind, simd));

    [Theory]
    [MemberData(nameof(Adaptive))]
    public void The_adaptive_softmax_ranks_over_the_whole_vocabulary(string kind, bool simd)
    {
        var setup = new AdaptiveSetup(kind, simd);
        var hidden = AdaptiveSetup.Hidden(600) * 2;
        var targets = AdaptiveSetup.Targets(600);
        targets[0] = targets[301] = LinearCrossEntropy.Ignored;

        var sums = setup.Output.Measure(hidden, targets, predictions: true);

        AssertAreThoseOf(setup.Plain.LogProbabilities(hidden).detach(), targets, sums);
        var quick = setup.Output.Measure(hidden, targets);
        Assert.Equal((quick.Targets, quick.Correct), (sums.Targets, sums.Correct));
        Assert.Equal(quick.NegativeLogLikelihood, sums.NegativeLogLikelihood, 1e-5 * quick.NegativeLogLikelihood);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_full_softmax_ranks_over_the_whole_vocabulary(bool simd)
    {
        random.manual_seed(4);
        var output = new FullSoftmax(OutputClasses.OfShared(nn.Parameter(randn(131, 12))), ScalarType.Float32, simd ? KernelPath.Simd : KernelPath.Tensors);
        var (hidden, targets) = (randn(90, 12), randint(0, 131, 90, dtype: ScalarType.Int64));
        targets[7] = LinearCrossEntropy.Ignored;

        var sums = output.Measure(hidden, targets, predictions: true);

        AssertAreThoseOf(output.Logits(hidden).detach().log_softmax(1), targets, sums);
    }

    public void Dispose() => _scope.Dispose();

    private static void AssertAreThoseOf(Tensor logarithms, Tensor targets, LossSums sums)
    {
        var predictions = sums.Predictions!;
        var isScored = targets.ge(0);
        var own = logarithms.gather(1, targets.relu().unsqueeze(1));
        Assert.True((logarithms.argmax(1) * isScored).Equals(predictions.Classes));
        Assert.True((logarithms.gt(own).sum(dim: 1) * isScored).Equals(predictions.Ranks));
        Assert.True(allclose(logarithms.exp().max(1).values * isScored, predictions.Confidences, 1e-5, 1e-5));
        Assert.True(allclose(-own.squeeze(1) * isScored, sums.Rows, 1e-5, 1e-5));
        // The five likeliest by TorchSharp's own choice.
        var isInFive = logarithms.topk(5, 1).indexes.eq(targets.unsqueeze(1)).sum(dim: 1).gt(0);
        Assert.True(isInFive.Equals(predictions.Ranks.lt(5).logical_and(isScored)));
        Assert.InRange(isInFive.sum().item<long>(), 2, targets.shape[0] - 2);
    }
}
