using BenchmarkDotNet.Attributes;
using TorchSharp.Modules;
using Weft.Modeling;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Bench.Kernels;

/// <summary>What comes with the gradients of the reference model's parameters: those of the embedding, their norm, and the update.</summary>
public class OptimizerBenchmark : IDisposable
{
    private const double Rate = 1e-6;
    private TransformerLanguageModel _model = null!;
    private Parameter[] _parameters = null!;
    private Weft.Optimization.Optimizer _weft = null!;
    private Adam _torchSharp = null!;
    private Tensor _ids = null!;
    private Tensor _rows = null!;

    /// <summary>The type of products: bfloat16 has working copies, which the update rounds anew.</summary>
    [Params(Precision.BFloat16, Precision.Float32)]
    public Precision Products { get; set; }

    /// <summary>Makes the model and a step's gradients of the embedding: 2,048 rows, most of them of a few words.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _model = KernelModel.Create(new ModelOptions(), Products);
        _parameters = [.. _model.parameters()];
        _weft = new Weft.Optimization.Optimizer(_model.Weights, new Weft.Optimization.OptimizerOptions());
        _torchSharp = optim.Adam(_parameters, Rate);
        _ids = tensor(Trainings.SyntheticTokens.Draw(2048, KernelModel.Vocabulary, seed: 1), ScalarType.Int64);
        _rows = randn(2048, _model.Options.Dimension);
        // Else the norm would find no row of the embedding to look at.
        EmbeddingRows();
    }

    /// <summary>
    /// Weft's update: it clips, rounds working copies and sets the gradients to zero. With it the embedding's gradients are added, because
    /// rows without any are passed over where that can be.
    /// </summary>
    [Benchmark]
    public void Adam()
    {
        using var scope = NewDisposeScope();
        EmbeddingRows();
        _weft.Step(Rate, _weft.MeasureGradients());
    }

    /// <summary>TorchSharp's, and what a program calls beside it. Gradients are kept, so that every call has the same work.</summary>
    [Benchmark(Baseline = true)]
    public void TorchSharpAdam()
    {
        using var scope = NewDisposeScope();
        nn.utils.clip_grad_norm_(_parameters, double.MaxValue);
        _torchSharp.step();
        foreach (var parameter in _parameters)
            parameter.grad!.zero_();
    }

    /// <summary>The norm of all gradients.</summary>
    [Benchmark]
    public double Norm()
    {
        using var scope = NewDisposeScope();
        return _weft.MeasureGradients().Value;
    }

    /// <summary>TorchSharp's norm, with a limit that is never reached.</summary>
    [Benchmark]
    public double TorchSharpNorm()
    {
        using var scope = NewDisposeScope();
        return nn.utils.clip_grad_norm_(_parameters, double.MaxValue);
    }

    /// <summary>Adds the gradients of the rows that a step looked up.</summary>
    [Benchmark]
    public void EmbeddingRows() => _model.Weights.AddRows(_model.EmbeddingWeight, _ids, _rows);

    /// <summary>Lets the tensors go.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _ids.Dispose();
        _rows.Dispose();
        _weft.Dispose();
        _torchSharp.Dispose();
        _model.Dispose();
    }
}
