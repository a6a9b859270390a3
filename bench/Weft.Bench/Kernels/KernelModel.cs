using TorchSharp;
using Weft.Modeling;
using Weft.Runtime;

namespace Weft.Bench.Kernels;

/// <summary>A model whose parts are timed alone, with gradients attached as in training.</summary>
internal static class KernelModel
{
    /// <summary>WikiText-2's words.</summary>
    public const int Vocabulary = 33_278;

    /// <summary>Loads LibTorch as training does and makes the model, the same one every time.</summary>
    public static TransformerLanguageModel Create(ModelOptions options, Precision precision)
    {
        TorchRuntime.Load();
        Threads.Set(0);
        torch.random.manual_seed(1);
        var model = new TransformerLanguageModel(options, Vocabulary, precision, torch.CPU);
        model.Weights.AttachGradients();
        return model;
    }
}
