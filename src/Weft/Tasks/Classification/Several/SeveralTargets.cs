using Weft.Kernels.CrossEntropy;
using Weft.Modeling.Outputs;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification.Several;

/// <summary>Several labels a text: each is there or is not, by a logistic function of its score. The loss of a text is the sum of those of all labels. A target is the number of a
/// set among the corpus's.</summary>
/// <param name="sets">The corpus's sets.</param>
internal sealed class SeveralTargets(LabelSets sets) : ILabelTargets
{
    /// <inheritdoc/>
    public (LossSums Sums, Tensor HiddenGradient) Differentiate(OutputLayer output, Tensor hidden, Tensor targets, LossSettings loss)
    {
        using var frozen = no_grad();
        var (scores, are) = (output.Logits(hidden), AreThere(targets, hidden.device)); // [texts, labels]
        var smoothed = are.Times(1 - loss.Smoothing).Plus(ones_like(are).Times(loss.Smoothing / 2));
        var counts = loss.RowWeights is null ? null : loss.RowWeights.unsqueeze(1);
        var learnt = Counted(LossesOf(scores, smoothed), loss.ClassWeights, counts);
        var gradient = Counted(scores.sigmoid().Plus(smoothed.neg()), loss.ClassWeights, counts).Times(loss.Scale);
        // What the layer is: scores = hidden x weight^T + bias.
        var own = output.Parameters.ToDictionary(entry => entry.Name, entry => entry.Parameter);
        AddTo(own["weight"], () => gradient.t().matmul(hidden));
        AddTo(own["bias"], () => gradient.sum([0L]));
        return (Sums(LossesOf(scores, are).sum([1L]), learnt.sum(ScalarType.Float64)), gradient.matmul(own["weight"]));
    }

    /// <inheritdoc/>
    public LossSums Measure(OutputLayer output, Tensor hidden, Tensor targets)
    {
        var rows = LossesOf(output.Logits(hidden), AreThere(targets, hidden.device)).sum([1L]);
        return Sums(rows, rows.sum(ScalarType.Float64));
    }

    /// <summary>1 where a label is there, else 0.</summary>
    /// <returns>[texts, labels]</returns>
    private Tensor AreThere(Tensor targets, Device device)
    {
        var numbers = TensorMemory.Span<long>(targets.contiguous());
        var table = new float[numbers.Length * sets.Labels];
        for (var row = 0; row < numbers.Length; row++)
        {
            foreach (var label in sets.ClassesOf(numbers[row]))
                table[row * sets.Labels + label] = 1;
        }
        return tensor(table, [numbers.Length, sets.Labels], device: device);
    }

    private static Tensor LossesOf(Tensor scores, Tensor are) => nn.functional.binary_cross_entropy_with_logits(scores, are, reduction: nn.Reduction.None);

    private static Tensor Counted(Tensor losses, Tensor? ofLabels, Tensor? ofTexts)
    {
        losses = ofLabels is null ? losses : losses.mul(ofLabels);
        return ofTexts is null ? losses : losses.mul(ofTexts);
    }

    // A phase may train other parameters alone.
    private static void AddTo(TorchSharp.Modules.Parameter parameter, Func<Tensor> gradient)
    {
        if (parameter.requires_grad)
            parameter.grad!.AddInPlace(gradient());
    }

    private static LossSums Sums(Tensor rows, Tensor learnt) =>
        new(stack([learnt, rows.sum(ScalarType.Float64), tensor((double)rows.shape[0], device: rows.device), tensor(0.0, device: rows.device)]), rows);
}
