using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Modeling.Outputs;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Outputs;

/// <summary>An adaptive softmax with random weights over 23 tokens: a shortlist of 5, tails of 7 and 11.</summary>
internal sealed class AdaptiveSetup
{
    public const int Vocabulary = 23;
    public const int Dimension = 16;
    public static readonly int[] Cutoffs = [5, 12];

    public AdaptiveSetup(string kind, bool simd = true, ScalarType products = ScalarType.Float32)
    {
        random.manual_seed(11);
        var options = new AdaptiveSoftmaxOptions { Cutoffs = Cutoffs, Divisor = kind == "all tied" ? 1 : 4 };
        Embedding = nn.Parameter(randn(Vocabulary, Dimension) * 0.5);
        Output = new AdaptiveSoftmax(
            kind == "untied" ? new OutputClasses(Vocabulary, Dimension, CPU) : OutputClasses.OfShared(Embedding), options, products, simd ? KernelPath.Simd : KernelPath.Tensors);
        using var frozen = no_grad();
        foreach (var (_, parameter) in Output.Parameters)
            nn.init.normal_(parameter, 0, 0.5);
        Plain = new PlainAdaptiveSoftmax(Embedding, Output.Parameters.ToDictionary(p => p.Name, p => p.Parameter), Cutoffs);
    }

    public static TheoryData<string> Kinds => ["untied", "tied", "all tied"];

    public static TheoryData<string, bool, double> Cases => new(
        from kind in new[] { "untied", "tied", "all tied" }
        from simd in new[] { true, false }
        from smoothing in new[] { 0, 0.1 }
        select (kind, simd, smoothing));

    public Parameter Embedding { get; }

    public AdaptiveSoftmax Output { get; }

    public PlainAdaptiveSoftmax Plain { get; }

    /// <summary>Every parameter that the output uses: its own, and the embedding where it shares that.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters => Output.Parameters.Prepend(("embedding", Embedding));

    /// <summary>The gradients that have come together since the last time, by name.</summary>
    public Dictionary<string, Tensor> TakeGradients()
    {
        var gradients = Parameters.Where(p => p.Parameter.grad is not null).ToDictionary(p => p.Name, p => p.Parameter.grad!.clone());
        foreach (var (_, parameter) in Parameters)
            parameter.grad = null;
        return gradients;
    }

    public static Tensor Hidden(int rows) => randn(rows, Dimension);

    public static Tensor Targets(int rows) => randint(0, Vocabulary, rows, dtype: ScalarType.Int64);

    public static void AssertClose(Tensor expected, Tensor actual, double tolerance, string what = "")
    {
        var error = (actual - expected).norm().item<float>() / Math.Max(1e-6f, expected.norm().item<float>());
        Assert.True(error <= tolerance, $"{what}: relative error {error}");
    }
}
