using Weft.Kernels;
using Weft.Modeling.Attention;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>A causal Transformer language model: its classes are the tokens, and its head may share their vectors.</summary>
internal sealed class TransformerLanguageModel : TransformerModel
{
    /// <summary>Creates the model with fresh weights; seed TorchSharp's generator first to make them repeatable.</summary>
    /// <param name="options">Its shape, validated.</param>
    /// <param name="vocabulary">Number of tokens.</param>
    /// <param name="precision">The format in which products are taken: float32 or bfloat16. Parameters stay float32.</param>
    /// <param name="device">Where it lives.</param>
    /// <exception cref="Foundation.ConfigurationException">A setting does not fit the vocabulary.</exception>
    public TransformerLanguageModel(ModelOptions options, int vocabulary, Precision precision, Device device)
        : this(options, vocabulary, precision, device, KernelPaths.For(device))
    {
    }

    /// <summary>The same, with layers and, where it is given, an output that work in the ways of the caller's choice.</summary>
    internal TransformerLanguageModel(ModelOptions options, int vocabulary, Precision precision, Device device, KernelPath path, KernelPath? output = null)
        : base(options.ResolvedFor(vocabulary), vocabulary, vocabulary, AttentionKind.Causal, precision, device, path, output ?? KernelPaths.For(device))
    {
    }

    /// <summary>The scores of every token at every position.</summary>
    /// <param name="hidden">[…, dimension], from <see cref="TransformerModel.Hidden(Tensor, KeyValueCache?)"/>.</param>
    /// <returns>[…, vocabulary], float32.</returns>
    public Tensor Logits(Tensor hidden) => Output.Logits(hidden);
}
