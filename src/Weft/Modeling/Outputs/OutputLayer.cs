using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using static TorchSharp.torch;

namespace Weft.Modeling.Outputs;

/// <summary>
/// A head: maps hidden states onto probabilities of classes, the tokens of a language model. It is most of a small model's work, so the graph ends below it: it
/// computes its loss and all gradients itself, and hands back that of its input.
/// </summary>
internal abstract class OutputLayer
{
    private protected OutputLayer()
    {
    }

    /// <summary>The parameters that are its own, by name: an embedding that it shares is not among them.</summary>
    public abstract IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>Scores hidden states and adds the gradients of the scaled, smoothed loss to the parameters' <c>grad</c>.</summary>
    /// <param name="hidden">[rows, dimension], float32, without gradient history.</param>
    /// <param name="targets">
    /// [rows], int64, <see cref="LinearCrossEntropy.Ignored"/> where nothing is scored. On the CPU whatever the model's device: what
    /// depends on their values is then known without waiting for the device.
    /// </param>
    /// <param name="loss">What the loss is.</param>
    /// <returns>The sums, not scaled, and the gradient with respect to <paramref name="hidden"/>; the caller owns both.</returns>
    public abstract (LossSums Sums, Tensor HiddenGradient) Differentiate(Tensor hidden, Tensor targets, LossSettings loss);

    /// <summary>Scores hidden states: plain negative log-likelihoods, and how many targets were the likeliest token of all.</summary>
    /// <param name="hidden">[rows, dimension], float32.</param>
    /// <param name="targets">As in <see cref="Differentiate"/>.</param>
    /// <param name="predictions">Whether to say what was predicted in each row too; that takes longer.</param>
    public abstract LossSums Measure(Tensor hidden, Tensor targets, bool predictions = false);

    /// <summary>The scores of every class: their softmax are the probabilities.</summary>
    /// <param name="hidden">[…, dimension], float32.</param>
    /// <returns>[…, classes], float32.</returns>
    public abstract Tensor Logits(Tensor hidden);

    /// <summary>Starts the biases so that, with hidden states of zero, each class has its share.</summary>
    /// <param name="shares">The classes' shares, [classes]: above 0, together 1.</param>
    public abstract void SetBias(IReadOnlyList<double> shares);

    /// <summary>Draws fresh weights from TorchSharp's generator and sets biases to zero; shared weights stay.</summary>
    /// <param name="range">Weights of classes are uniform in plus or minus this.</param>
    internal abstract void Reset(double range);

    /// <summary>Creates the output that the options ask for.</summary>
    /// <param name="options">Of the model; validated, and resolved for the number of classes.</param>
    /// <param name="classes">What it tells apart.</param>
    /// <param name="products">The type in which products are taken.</param>
    /// <param name="path">The kernel's way.</param>
    internal static OutputLayer Create(ModelOptions options, OutputClasses classes, ScalarType products, KernelPath path)
    {
        OutputLayer softmax = options.Softmax == SoftmaxKind.Adaptive
            ? new AdaptiveSoftmax(classes, options.Adaptive, products, path)
            : new FullSoftmax(classes, products, path);
        return options.DecoderWidth == options.Dimension ? softmax : new ProjectedOutput(softmax, options.Dimension, classes.Width, products, classes.Device);
    }
}
