using TorchSharp;
using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Modeling;
using Weft.Modeling.Outputs;
using Weft.Runtime;

namespace Weft.Tests.Support;

/// <summary>Small models with repeatable weights, in evaluation mode.</summary>
internal static class TinyModels
{
    public const int Vocabulary = 11;

    public static ModelOptions PostNorm => new() { Dimension = 16, Layers = 2, Heads = 2, FeedForward = 24, MaximumPositions = 64, InitialRange = 0.5 };

    public static ModelOptions PreNorm => PostNorm with
    {
        Norm = NormPlacement.Pre,
        Positions = PositionEncoding.Rotary,
        Activation = Activation.Gelu,
        TieEmbeddings = true,
    };

    /// <summary>The same with an adaptive softmax: a shortlist of four tokens, tails of three and four.</summary>
    public static ModelOptions Adaptive(ModelOptions options, int divisor = 4) => options with
    {
        Softmax = SoftmaxKind.Adaptive,
        Adaptive = new AdaptiveSoftmaxOptions { Cutoffs = [4, 7], Divisor = divisor },
    };

    /// <summary>Post-norm with sines, and pre-norm with rotations, by name; the latter with an adaptive softmax, with learned positions, and without
    /// biases and with the approximated GELU too.</summary>
    public static ModelOptions Named(string name) => name switch
    {
        "post-norm" => PostNorm,
        "pre-norm" => PreNorm,
        "adaptive" => Adaptive(PreNorm),
        "bias-free" => PreNorm with { Biases = false, Activation = Activation.GeluTanh },
        "learned" => PreNorm with { Positions = PositionEncoding.Learned },
        _ => throw new ArgumentException($"There is no model {name}.", nameof(name)),
    };

    public static TransformerLanguageModel Create(ModelOptions options, int vocabulary = Vocabulary, long seed = 5)
    {
        torch.random.manual_seed(seed);
        var model = new TransformerLanguageModel(options, vocabulary, Precision.Float32, torch.CPU);
        model.eval();
        return model;
    }

    /// <summary>An encoder of nine tokens and a decoder, in training mode, with gradients.</summary>
    public static EncoderDecoderModel EncoderDecoder(
        ModelOptions decoder, ModelOptions? encoder = null, bool isSimd = true, Precision precision = Precision.Float32)
    {
        torch.random.manual_seed(5);
        var path = isSimd ? KernelPath.Simd : KernelPath.Tensors;
        var model = new EncoderDecoderModel(encoder ?? decoder, 9, decoder, Vocabulary, precision, torch.CPU, path, path);
        model.Weights.AttachGradients();
        model.train();
        return model;
    }

    /// <summary>A full softmax's own parameter, by the name that checkpoints know it by: <c>weight</c> or <c>bias</c>.</summary>
    public static Parameter Decoder(this TransformerLanguageModel model, string name) =>
        model.Output.Parameters.Single(own => own.Name == name).Parameter;
}
