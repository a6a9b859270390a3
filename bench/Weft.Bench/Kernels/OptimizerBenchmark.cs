using BenchmarkDotNet.Attributes;
using TorchSharp.Modules;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Bench.Kernels;

/// <summary>What follows the gradients of the reference model's 13.9 million parameters: their norm, clipping, and Adam.</summary>
public class OptimizerBenchmark
{
    private const int Vocabulary = 33_278;
    private TransformerLanguageModel _model = null!;
    private Parameter[] _parameters = null!;
    private AdamOptimizer _weft = null!;
    private Adam _torchSharp = null!;

    /// <summary>Makes the model, with gradients of no meaning.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        TorchRuntime.Load();
        Threads.Set(0);
        random.manual_seed(1);
        _model = new TransformerLanguageModel(new ModelOptions(), Vocabulary, Precision.Float32, CPU);
        _parameters = [.. _model.parameters()];
        foreach (var parameter in _parameters)
            parameter.grad = randn_like(parameter);
        _weft = new AdamOptimizer(_model.named_parameters(), new AdamOptions());
        _torchSharp = optim.Adam(_parameters);
    }

    /// <summary>Weft's update.</summary>
    [Benchmark]
    public void Adam()
    {
        using var scope = NewDisposeScope();
        _weft.Step(1e-6);
    }

    /// <summary>TorchSharp's update.</summary>
    [Benchmark]
    public void TorchSharpAdam() => _torchSharp.step();

    /// <summary>The norm of all gradients.</summary>
    [Benchmark]
    public double Norm() => GradientNorm.Of(_parameters);

    /// <summary>TorchSharp's norm, with a limit that is never reached.</summary>
    [Benchmark]
    public double TorchSharpNorm() => nn.utils.clip_grad_norm_(_parameters, double.MaxValue);

    /// <summary>Lets the tensors go.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        _weft.Dispose();
        _torchSharp.Dispose();
        _model.Dispose();
    }
}
