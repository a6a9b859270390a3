using BenchmarkDotNet.Attributes;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Bench.Kernels;

/// <summary>The decoder with softmax, loss and all gradients, and its measuring half, beside TorchSharp's modules for the same work.</summary>
public class HeadBenchmark
{
    private const double Smoothing = 0.1;
    private TransformerLanguageModel _model = null!;
    private Tensor _hidden = null!;
    private Tensor _targets = null!;

    /// <summary>Tokens in a step.</summary>
    [Params(256, 2048)]
    public int Rows { get; set; }

    /// <summary>The reference model's width, and GPT-2 small's.</summary>
    [Params(200, 768)]
    public int Dimension { get; set; }

    /// <summary>The type of Weft's products.</summary>
    [Params(Precision.BFloat16, Precision.Float32)]
    public Precision Products { get; set; }

    /// <summary>The filter's one in how many: 1 works out everything.</summary>
    [Params(1, 8)]
    public int OneIn { get; set; }

    /// <summary>Makes inputs of a model that has just begun to learn.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _model = KernelModel.Create(new ModelOptions { Dimension = Dimension, Layers = 1 }, Products);
        _hidden = randn(Rows, Dimension);
        _targets = randint(0, KernelModel.Vocabulary, [Rows], dtype: ScalarType.Int64);
    }

    /// <summary>Loss and gradients.</summary>
    [Benchmark]
    public double Differentiate()
    {
        using var scope = NewDisposeScope();
        var loss = new LossSettings(Smoothing, 1.0 / Rows) { Filter = new GradientFilterOptions { OneIn = OneIn } };
        return _model.Output.Differentiate(_hidden, _targets, loss).Sums.Smoothed;
    }

    /// <summary>Loss alone.</summary>
    [Benchmark]
    public double Measure()
    {
        using var scope = NewDisposeScope();
        return _model.Output.Measure(_hidden, _targets).NegativeLogLikelihood;
    }

    /// <summary>Loss alone, and of each row the likeliest class, its probability and the target's rank: what a report needs.</summary>
    [Benchmark]
    public double MeasureWithPredictions()
    {
        using var scope = NewDisposeScope();
        return _model.Output.Measure(_hidden, _targets, predictions: true).NegativeLogLikelihood;
    }

    /// <summary>Loss and gradients by linear, cross_entropy and backward; always in float32. The gradients are added to, as Weft's are.</summary>
    [Benchmark(Baseline = true)]
    public double TorchSharp()
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = (_model.get_parameter("decoder_weight")!, _model.get_parameter("decoder_bias")!);
        var input = _hidden.detach().requires_grad_();
        var loss = nn.functional.cross_entropy(nn.functional.linear(input, weight, bias), _targets, label_smoothing: Smoothing);
        loss.backward();
        return loss.item<float>();
    }

    /// <summary>Lets the tensors go.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        _hidden.Dispose();
        _targets.Dispose();
        _model.Dispose();
    }
}
