using TorchSharp;
using Weft.Kernels.CrossEntropy;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Outputs;

/// <summary>Class weights with the adaptive softmax, whose classes are not tokens: against autograd on a plain version.</summary>
public sealed class WeightedOutputTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string, bool, double> Cases => AdaptiveSetup.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_row_counts_what_its_target_counts(string kind, bool simd, double smoothing)
    {
        var setup = new AdaptiveSetup(kind, simd);
        var (hidden, targets) = (AdaptiveSetup.Hidden(120).requires_grad_(), AdaptiveSetup.Targets(120));
        targets[5] = LinearCrossEntropy.Ignored;
        var weights = rand(AdaptiveSetup.Vocabulary) + 0.5;
        var loss = setup.Plain.Loss(hidden, targets.data<long>().ToArray(), smoothing, weights.data<float>().ToArray());
        (loss / 119).backward();
        var expected = setup.TakeGradients();

        var (sums, gradient) = setup.Output.Differentiate(
            hidden.detach(), targets, new LossSettings(smoothing, 1.0 / 119) { ClassWeights = weights });

        // Divided by the number of targets, as all losses are, not by the sum of their weights.
        Assert.Equal(119, sums.Targets);
        Assert.Equal(1, sums.Smoothed / loss.item<float>(), 1e-5);
        AdaptiveSetup.AssertClose(hidden.grad!, gradient, 1e-5, "hidden");
        var actual = setup.TakeGradients();
        Assert.All(expected, pair => AdaptiveSetup.AssertClose(pair.Value, actual[pair.Key], 1e-5, pair.Key));
    }

    public void Dispose() => _scope.Dispose();
}
