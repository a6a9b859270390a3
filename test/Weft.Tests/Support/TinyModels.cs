using TorchSharp;
using Weft.Modeling;
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

    /// <summary>Post-norm with sines, and pre-norm with rotations, by name.</summary>
    public static ModelOptions Named(string name) => name == "post-norm" ? PostNorm : PreNorm;

    public static TransformerLanguageModel Create(ModelOptions options, int vocabulary = Vocabulary, long seed = 5)
    {
        torch.random.manual_seed(seed);
        var model = new TransformerLanguageModel(options, vocabulary, Precision.Float32, torch.CPU);
        model.eval();
        return model;
    }
}
