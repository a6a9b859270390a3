using Weft.Kernels;
using Weft.Modeling.Parameters;
using static TorchSharp.torch;

namespace Weft.Optimization;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) with decoupled weight decay of matrices, over flat buffers: one pass clips, updates, averages
/// the weights, rounds their working copies and zeroes the gradients. TorchSharp's own takes many, and keeps its state where it can be
/// neither saved nor restored exactly.
/// </summary>
public sealed class AdamOptimizer : IDisposable
{
    private readonly ParameterBuffer _parameters;
    private readonly AdamOptions _options;
    private readonly KernelPath _path;
    private readonly AdamState _state;

    /// <summary>Creates the optimizer with zero state, and gives the parameters gradients. Averages start at the parameters' values.</summary>
    public AdamOptimizer(ParameterBuffer parameters, AdamOptions options)
        : this(parameters, options, KernelPaths.For(parameters.Values.device))
    {
    }

    /// <summary>The same, along a path of the caller's choice.</summary>
    internal AdamOptimizer(ParameterBuffer parameters, AdamOptions options, KernelPath path)
    {
        parameters.AttachGradients();
        (_parameters, _options) = (parameters, options);
        // A span holds no more; models of that size are not for the CPU.
        _path = parameters.Values.numel() > int.MaxValue ? KernelPath.Tensors : path;
        _state = new AdamState(parameters, withAverages: options.AverageDecay > 0);
    }

    /// <summary>The state as named tensors, to be saved or filled: for each parameter both moments, the number of updates and, where
    /// there is one, the weights' average. They are views of flat buffers and stay the optimizer's.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State => _state.Named;

    /// <summary>The norm of all gradients before clipping; it belongs to the caller's scope.</summary>
    public GradientNorm MeasureGradients() => GradientNorm.Of(_parameters, _path);

    /// <summary>Updates every parameter that is trained, and sets its gradient to zero.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="norm">The gradients' norm, to clip it to <see cref="AdamOptions.ClipNorm"/>; null does not clip.</param>
    public void Step(double rate, GradientNorm? norm = null)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var buffers = _state.With(_parameters);
        var runs = _parameters.TrainedRuns(slot => (slot.Role, Update: NextUpdate(slot, rate)));
        if (_path == KernelPath.Simd)
        {
            var factor = norm?.Factor(_options.ClipNorm) ?? 1;
            foreach (var (place, (_, update)) in runs)
                SimdAdam.Update(buffers, place, update, factor);
        }
        else
        {
            var factor = norm?.FactorOnDevice(_options.ClipNorm, _parameters.Values.device);
            foreach (var (place, (_, update)) in runs)
                TensorAdam.Update(buffers, place, update, factor);
        }
        _parameters.ForgetRows();
    }

    /// <summary>Exchanges the parameters and their averages, working copies and all; a second call brings the parameters back.</summary>
    /// <exception cref="InvalidOperationException"><see cref="AdamOptions.AverageDecay"/> is 0: there are no averages.</exception>
    public void SwapAverages()
    {
        var averages = _state.Averages ?? throw new InvalidOperationException("optimizer.averageDecay is 0: there are no averaged weights.");
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var values = _parameters.Values.clone();
        _parameters.Values.copy_(averages);
        averages.copy_(values);
        _parameters.UpdateWorkingCopies();
    }

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    /// <summary>Counts an update of a parameter and says what it does.</summary>
    private AdamUpdate NextUpdate(ParameterSlot slot, double rate)
    {
        var updates = ++_state.Updates(slot);
        return new AdamUpdate(
            Keep: slot.Role == ParameterRole.Vector ? 1 : 1 - rate * _options.WeightDecay,
            _options.Beta1,
            _options.Beta2,
            rate / (1 - Math.Pow(_options.Beta1, updates)),
            Math.Sqrt(1 - Math.Pow(_options.Beta2, updates)),
            _options.Epsilon,
            Math.Min(_options.AverageDecay, (1.0 + updates) / (10 + updates)));
    }
}
