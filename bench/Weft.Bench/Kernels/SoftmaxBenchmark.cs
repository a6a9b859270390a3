using BenchmarkDotNet.Attributes;
using Weft.Kernels;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Bench.Kernels;

/// <summary>The softmax between the decoder's products: scores to losses and, in place, to gradients.</summary>
public class SoftmaxBenchmark
{
    private Tensor _fresh = null!;
    private Tensor _scores = null!;
    private Tensor _targets = null!;
    private Tensor _bias = null!;

    /// <summary>Rows of scores.</summary>
    [Params(256)]
    public int Rows { get; set; }

    /// <summary>WikiText-2's words.</summary>
    [Params(33_278)]
    public int Vocabulary { get; set; }

    /// <summary>The type of the scores.</summary>
    [Params(ScalarType.BFloat16, ScalarType.Float32)]
    public ScalarType Scores { get; set; }

    /// <summary>Makes scores of about the spread that a model's have.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        TorchRuntime.Load();
        Threads.Set(0);
        random.manual_seed(1);
        _fresh = (2 * randn(Rows, Vocabulary)).to(Scores);
        _scores = empty_like(_fresh);
        _targets = randint(0, Vocabulary, [Rows], dtype: ScalarType.Int64);
        _bias = zeros(Vocabulary);
    }

    /// <summary>The kernel overwrites them.</summary>
    [IterationSetup]
    public void Refill() => _scores.copy_(_fresh);

    /// <summary>Losses and gradients.</summary>
    [Benchmark]
    public double Differentiate()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var rows = SoftmaxRows.Create(KernelPath.Simd, new SoftmaxTask(_bias, _targets, Smoothing: 0.1, Scale: 1.0 / Rows));
        rows.Differentiate(_scores, 0);
        return rows.Sums().Smoothed;
    }

    /// <summary>Losses alone.</summary>
    [Benchmark]
    public double Measure()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var rows = SoftmaxRows.Create(KernelPath.Simd, new SoftmaxTask(_bias, _targets, Smoothing: 0, Scale: 1));
        rows.Measure(_scores, 0);
        return rows.Sums().NegativeLogLikelihood;
    }

    /// <summary>Lets the tensors go.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (var tensor in new[] { _fresh, _scores, _targets, _bias })
            tensor.Dispose();
    }
}
