using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Optimization;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) with decoupled weight decay of matrices. TorchSharp's own keeps its state where
/// it can be neither saved nor restored exactly.
/// </summary>
public sealed class AdamOptimizer : IDisposable
{
    private readonly AdamOptions _options;
    private readonly KernelPath? _path;
    private readonly IReadOnlyList<Slot> _slots;

    /// <summary>Creates the optimizer with zero state for named parameters.</summary>
    public AdamOptimizer(IEnumerable<(string Name, Parameter Parameter)> parameters, AdamOptions options)
        : this(parameters, options, path: null)
    {
    }

    /// <summary>The same, along a path of the caller's choice; null is the one for each parameter's device.</summary>
    internal AdamOptimizer(IEnumerable<(string Name, Parameter Parameter)> parameters, AdamOptions options, KernelPath? path)
    {
        (_options, _path) = (options, path);
        _slots = [.. parameters.Select(named => new Slot(named.Name, named.Parameter))];
    }

    /// <summary>The state as named tensors, to be saved or filled: first and second moments and the number of updates.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State => _slots.SelectMany(slot => new[]
    {
        (slot.Name + ".mean", slot.Mean), (slot.Name + ".square", slot.Square), (slot.Name + ".updates", slot.Updates),
    });

    /// <summary>Updates every parameter that has a gradient.</summary>
    /// <param name="rate">The learning rate.</param>
    public void Step(double rate)
    {
        using var frozen = no_grad();
        foreach (var slot in _slots)
        {
            if (slot.Parameter.requires_grad && slot.Parameter.grad is { } gradient)
                Update(slot, gradient, rate);
        }
    }

    /// <summary>Sets the gradients to zero; their memory stays.</summary>
    public void ZeroGradients()
    {
        foreach (var slot in _slots)
            slot.Parameter.grad?.zero_();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, tensor) in State)
            tensor.Dispose();
    }

    private void Update(Slot slot, Tensor gradient, double rate)
    {
        var updates = ++TensorMemory.Span<long>(slot.Updates)[0];
        var decays = slot.Parameter.dim() > 1;
        var update = new AdamUpdate(
            Keep: decays ? 1 - rate * _options.WeightDecay : 1,
            _options.Beta1,
            _options.Beta2,
            rate / (1 - Math.Pow(_options.Beta1, updates)),
            Math.Sqrt(1 - Math.Pow(_options.Beta2, updates)),
            _options.Epsilon);
        AdamKernel.Update(_path ?? KernelPaths.For(slot.Parameter.device), slot.Parameter, gradient, slot.Mean, slot.Square, update);
    }

    private sealed record Slot(string Name, Parameter Parameter)
    {
        public Tensor Mean { get; } = zeros_like(Parameter).DetachFromDisposeScope();

        public Tensor Square { get; } = zeros_like(Parameter).DetachFromDisposeScope();

        // On the CPU whatever the parameter's device: it is read before every update.
        public Tensor Updates { get; } = zeros(1, ScalarType.Int64).DetachFromDisposeScope();
    }
}
