using BenchmarkDotNet.Attributes;
using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Bench.Kernels;

/// <summary>The decoder with softmax, loss and both gradients, and its measuring half.</summary>
public class HeadBenchmark
{
    private const double Smoothing = 0.1;
    private Tensor _hidden = null!;
    private Tensor _targets = null!;
    private Parameter _weight = null!;
    private Parameter _bias = null!;

    /// <summary>Tokens in a step.</summary>
    [Params(256, 2048)]
    public int Rows { get; set; }

    /// <summary>The reference model's width, and GPT-2 small's.</summary>
    [Params(200, 768)]
    public int Dimension { get; set; }

    /// <summary>WikiText-2's words.</summary>
    [Params(33_278)]
    public int Vocabulary { get; set; }

    /// <summary>The type of the products.</summary>
    [Params(ScalarType.BFloat16, ScalarType.Float32)]
    public ScalarType Products { get; set; }

    /// <summary>Makes inputs of a model that has just begun to learn.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        TorchRuntime.Load();
        Threads.Set(0);
        random.manual_seed(1);
        _hidden = randn(Rows, Dimension);
        _targets = randint(0, Vocabulary, [Rows], dtype: ScalarType.Int64);
        _weight = nn.Parameter(rand(Vocabulary, Dimension) / 5 - 0.1);
        _bias = nn.Parameter(zeros(Vocabulary));
    }

    /// <summary>Loss and gradients.</summary>
    [Benchmark]
    public double Differentiate()
    {
        using var scope = NewDisposeScope();
        var (sums, _) = LinearCrossEntropy.Differentiate(_hidden, (_weight, _bias), _targets, Smoothing, 1.0 / Rows, Products);
        return sums.Smoothed;
    }

    /// <summary>Loss alone.</summary>
    [Benchmark]
    public double Measure()
    {
        using var scope = NewDisposeScope();
        return LinearCrossEntropy.Measure(_hidden, (_weight, _bias), _targets, Products).NegativeLogLikelihood;
    }

    /// <summary>Loss and gradients by linear, cross_entropy and backward; always in float32.</summary>
    [Benchmark(Baseline = true)]
    public double TorchSharp()
    {
        using var scope = NewDisposeScope();
        var input = _hidden.detach().requires_grad_();
        (_weight.grad, _bias.grad) = (null, null);
        var scores = nn.functional.linear(input, _weight, _bias);
        var loss = nn.functional.cross_entropy(scores, _targets, label_smoothing: Smoothing);
        loss.backward();
        return loss.item<float>();
    }

    /// <summary>Lets the tensors go.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (var tensor in new[] { _hidden, _targets, _weight, _bias })
            tensor.Dispose();
    }
}
