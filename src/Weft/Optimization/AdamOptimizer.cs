using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Weft.Optimization;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) with decoupled weight decay of matrices. TorchSharp's own keeps its state where
/// it can be neither saved nor restored exactly.
/// </summary>
public sealed class AdamOptimizer : IDisposable
{
    private readonly AdamOptions _options;
    private readonly IReadOnlyList<Slot> _slots;

    /// <summary>Creates the optimizer with zero state for named parameters.</summary>
    public AdamOptimizer(IEnumerable<(string Name, Parameter Parameter)> parameters, AdamOptions options)
    {
        _options = options;
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
        using var scope = NewDisposeScope();
        var updates = slot.Updates.add_(1).item<long>();
        if (_options.WeightDecay > 0 && slot.Parameter.dim() > 1)
            slot.Parameter.mul_(1 - rate * _options.WeightDecay);
        slot.Mean.mul_(_options.Beta1).add_(gradient, alpha: 1 - _options.Beta1);
        slot.Square.mul_(_options.Beta2).addcmul_(gradient, gradient, 1 - _options.Beta2);
        var meanCorrection = 1 - Math.Pow(_options.Beta1, updates);
        var squareCorrection = 1 - Math.Pow(_options.Beta2, updates);
        var denominator = slot.Square.sqrt().div_(Math.Sqrt(squareCorrection)).add_(_options.Epsilon);
        slot.Parameter.addcdiv_(slot.Mean, denominator, -rate / meanCorrection);
    }

    private sealed record Slot(string Name, Parameter Parameter)
    {
        public Tensor Mean { get; } = zeros_like(Parameter).DetachFromDisposeScope();

        public Tensor Square { get; } = zeros_like(Parameter).DetachFromDisposeScope();

        // On the CPU whatever the parameter's device: it is read before every update.
        public Tensor Updates { get; } = zeros(1, ScalarType.Int64).DetachFromDisposeScope();
    }
}
