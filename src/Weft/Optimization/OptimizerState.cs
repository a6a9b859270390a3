using Weft.Kernels;
using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using static TorchSharp.torch;

namespace Weft.Optimization;

/// <summary>What an optimizer remembers between updates: flat buffers, and in them a named view for each parameter.</summary>
internal sealed class OptimizerState : IDisposable
{
    private readonly Tensor _means;
    private readonly Tensor? _squares;
    private readonly long _squaresStart;

    // On the CPU whatever the parameters' device: they are read before every update.
    private readonly Tensor _updates;
    private readonly TensorRows<long> _counts;
    private readonly List<(string Name, Tensor Tensor)> _named = [];

    /// <summary>Starts at zero; averages start at the parameters' values.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="squaresStart">Which number the running means of squares begin with; null where there are none.</param>
    /// <param name="withAverages">Whether the parameters' running mean is kept.</param>
    public OptimizerState(ParameterBuffer parameters, long? squaresStart, bool withAverages)
    {
        using var frozen = no_grad();
        _means = zeros_like(parameters.Values).DetachFromDisposeScope();
        _squaresStart = squaresStart ?? 0;
        if (squaresStart is { } first)
            _squares = zeros(parameters.Values.numel() - first, ScalarType.Float32, parameters.Values.device).DetachFromDisposeScope();
        _updates = zeros(parameters.Slots.Count, ScalarType.Int64).DetachFromDisposeScope();
        _counts = new TensorRows<long>(_updates);
        Averages = withAverages ? parameters.Values.clone().DetachFromDisposeScope() : null;
        foreach (var slot in parameters.Slots)
        {
            Add(slot.Name + ".mean", slot.ViewOf(_means));
            if (_squares is not null && slot.Start >= _squaresStart)
                Add(slot.Name + ".square", slot.ViewOf(_squares, _squaresStart));
            Add(slot.Name + ".updates", _updates.narrow(0, slot.Index, 1));
            if (Averages is not null)
                Add(slot.Name + ".average", slot.ViewOf(Averages));
        }
    }

    /// <summary>Each parameter's part of everything.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Named => _named;

    /// <summary>The parameters' running mean, or null.</summary>
    public Tensor? Averages { get; }

    /// <summary>The number of updates of a parameter, to be read and written.</summary>
    public ref long Updates(ParameterSlot slot) => ref _counts[0][slot.Index];

    /// <summary>Everything that an update reads and writes.</summary>
    public UpdateBuffers With(ParameterBuffer parameters) =>
        new(parameters.Values, parameters.Gradients!, _means, _squares, _squaresStart, Averages, parameters.Copies);

    /// <summary>Starts anew, but for the averages.</summary>
    public void Reset()
    {
        using var frozen = no_grad();
        _means.zero_();
        _squares?.zero_();
        _updates.zero_();
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        foreach (var (_, view) in _named)
            view.Dispose();
        _means.Dispose();
        _squares?.Dispose();
        _updates.Dispose();
        Averages?.Dispose();
    }

    private void Add(string name, Tensor view) => _named.Add((name, view.DetachFromDisposeScope()));
}
