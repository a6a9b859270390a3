using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Runtime;
using Weft.Tasks.Classification.Measuring;
using Weft.Tasks.Classification.Several;
using Weft.Tests.Support;
using Weft.Text;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Classification.Several;

/// <summary>Several labels a text: how they are written, what their loss is, and what is counted of them.</summary>
public sealed class SeveralTargetsTests
{
    private static readonly string[] Labels = ["sport", "weather", "food"];
    private static readonly string[] Sets = ["", "sport", "food;weather"];

    [Theory]
    [InlineData("weather; sport", "sport;weather")]
    [InlineData(" sport ,weather|sport", "sport;weather")]
    [InlineData(" ; ", "")]
    [InlineData(null, "")]
    public void A_set_has_each_name_once_in_their_order(string? text, string expected)
    {
        Assert.Equal(expected, LabelSet.Of(text));
        Assert.Equal(expected, LabelSet.Of(LabelSet.NamesOf(expected)));
    }

    [Fact]
    public void Losses_and_gradients_are_those_of_TorchSharps_autograd()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(4);
        using var model = new TransformerModel(TinyModels.PreNorm, 9, Labels.Length, AttentionKind.Full, Precision.Float32, CPU);
        model.Weights.AttachGradients();
        var hidden = randn(4, TinyModels.PreNorm.Dimension);
        long[] targets = [2, 0, 1, 2];
        var (ofTexts, ofLabels) = (tensor(new[] { 1, 2, 0.5f, 1 }), tensor(new[] { 1, 0.5f, 3 }));

        var (sums, gradient) = new SeveralTargets(new LabelSets(Sets, Labels)).Differentiate(
            model.Output, hidden, tensor(targets), new LossSettings(Smoothing: 0.2, Scale: 0.25) { RowWeights = ofTexts, ClassWeights = ofLabels });

        var own = model.Output.Parameters.ToDictionary(entry => entry.Name, entry => entry.Parameter);
        var leaf = hidden.clone().requires_grad_(true);
        var (weight, bias) = (own["weight"].detach().clone().requires_grad_(true), own["bias"].detach().clone().requires_grad_(true));
        var are = tensor(new float[] { 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1 }).view(4, 3);
        var scores = nn.functional.linear(leaf, weight, bias);
        var plain = nn.functional.binary_cross_entropy_with_logits(scores, are, reduction: nn.Reduction.None).sum([1L]);
        var learnt = (nn.functional.binary_cross_entropy_with_logits(scores, are * 0.8 + 0.1, weight: ofLabels, reduction: nn.Reduction.None) * ofTexts.unsqueeze(1)).sum();
        (learnt * 0.25).backward();

        Assert.Equal(plain.data<float>().ToArray(), sums.Rows.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal((plain.sum().item<float>(), learnt.item<float>(), 4L), (sums.NegativeLogLikelihood, sums.Smoothed, sums.Targets), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-4 && a.Item3 == b.Item3);
        Assert.True(leaf.grad!.allclose(gradient, atol: 1e-6));
        Assert.True(weight.grad!.allclose(own["weight"].grad!, atol: 1e-6));
        Assert.True(bias.grad!.allclose(own["bias"].grad!, atol: 1e-6));
        Assert.True(own["weight"].grad!.abs().max().item<float>() > 1e-3);
        Assert.Equal(sums.NegativeLogLikelihood, new SeveralTargets(new LabelSets(Sets, Labels)).Measure(model.Output, hidden, tensor(targets)).NegativeLogLikelihood, 1e-5);
    }

    [Fact]
    public void Figures_are_those_worked_out_by_hand()
    {
        // Labels that are there, told, and right: of 4 and 3 are 2 right; one text of three is right as a whole.
        var report = new SeveralReport([[1, 1, 1], [2, 1, 1], [1, 1, 0]])
        {
            Split = "test",
            Step = 0,
            Weights = default,
            Signature = "",
            Loss = 1,
            Labels = [new LabelScores("sport", 3, 2, 2, 0.8, null), new LabelScores("food", 1, 1, 0, 0, null), new LabelScores("never", 0, 0, 0, null, null)],
        };

        Assert.Equal((4.0 / 7, 1.0 / 3, 0.4), (report.MicroF1, report.Accuracy, report.MacroF1));
        Assert.InRange(report.MicroF1Interval.Low, 0, report.MicroF1);
        Assert.InRange(report.MicroF1Interval.High, report.MicroF1, 1);
        Assert.Null(SeveralReport.F1([0, 0, 0]));
    }
}
