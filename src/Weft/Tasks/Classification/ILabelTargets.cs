using Weft.Kernels.CrossEntropy;
using Weft.Modeling.Outputs;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification;

/// <summary>What a head learns of the labels that texts have. A batch's targets are numbers that only this needs to understand.</summary>
internal interface ILabelTargets
{
    /// <summary>As <see cref="OutputLayer.Differentiate"/>.</summary>
    (LossSums Sums, Tensor HiddenGradient) Differentiate(OutputLayer output, Tensor hidden, Tensor targets, LossSettings loss);

    /// <summary>As <see cref="OutputLayer.Measure"/>, without predictions.</summary>
    LossSums Measure(OutputLayer output, Tensor hidden, Tensor targets);
}

/// <summary>One label a text: targets are the classes.</summary>
internal sealed class SingleLabels : ILabelTargets
{
    /// <inheritdoc/>
    public (LossSums Sums, Tensor HiddenGradient) Differentiate(OutputLayer output, Tensor hidden, Tensor targets, LossSettings loss) => output.Differentiate(hidden, targets, loss);

    /// <inheritdoc/>
    public LossSums Measure(OutputLayer output, Tensor hidden, Tensor targets) => output.Measure(hidden, targets);
}
