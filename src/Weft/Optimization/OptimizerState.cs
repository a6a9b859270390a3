using Weft.Kernels;
using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using static TorchSharp.torch;

namespace Weft.Optimization;

/// <summary>What an optimizer remembers between updates: flat buffers of its share, and in them a named view for each parameter.</summary>
internal sealed class OptimizerState : IDisposable
{
    private readonly Tensor _means;
    private readonly Tensor? _squares;
    private readonly StateShare _share;
    private readonly long _squaresStart;

    // On the CPU whatever the parameters' device, and of all parameters: they are read before every update.
    private readonly Tensor _updates;
    private readonly TensorRows<long> _counts;
    private readonly List<StateTensor> _named = [];

    /// <summary>Starts at zero; averages start at the parameters' values.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="share">Of which numbers the state is kept.</param>
    /// <param name="squaresStart">Which number the running means of squares begin with; null where there are none.</param>
    /// <param name="withAverages">Whether the parameters' running mean is kept.</param>
    public OptimizerState(ParameterBuffer parameters, StateShare share, long? squaresStart, bool withAverages)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        _share = share;
        var own = parameters.Values.narrow(0, share.Start, share.Length);
        _means = zeros_like(own).DetachFromDisposeScope();
        _squaresStart = Math.Clamp(squaresStart ?? 0, share.Start, share.End);
        if (squaresStart is not null)
            _squares = zeros(share.End - _squaresStart, ScalarType.Float32, parameters.Values.device).DetachFromDisposeScope();
        _updates = zeros(parameters.Slots.Count, ScalarType.Int64).DetachFromDisposeScope();
        _counts = new TensorRows<long>(_updates);
        Averages = withAverages ? own.clone().DetachFromDisposeScope() : null;
        foreach (var slot in parameters.Slots)
        {
            Add(slot, "mean", _means, share.Start);
            if (_squares is not null && slot.Start >= squaresStart)
                Add(slot, "square", _squares, _squaresStart);
            _named.Add(new StateTensor(slot.Name + ".updates", [1], _updates.narrow(0, slot.Index, 1).DetachFromDisposeScope(), 0));
            if (Averages is not null)
                Add(slot, "average", Averages, share.Start);
        }
    }

    /// <summary>Each parameter's part of everything.</summary>
    public IReadOnlyList<StateTensor> Named => _named;

    /// <summary>The parameters' running mean, or null.</summary>
    public Tensor? Averages { get; }

    /// <summary>The number of updates of a parameter, to be read and written.</summary>
    public ref long Updates(ParameterSlot slot) => ref _counts[0][slot.Index];

    /// <summary>Everything that an update reads and writes.</summary>
    public UpdateBuffers With(ParameterBuffer parameters) =>
        new(parameters.Values, parameters.Gradients!, _means, _share.Start, _squares, _squaresStart, Averages, parameters.Copies);

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
        foreach (var named in _named)
            named.Own.Dispose();
        _means.Dispose();
        _squares?.Dispose();
        _updates.Dispose();
        Averages?.Dispose();
    }

    private void Add(ParameterSlot slot, string what, Tensor flat, long first)
    {
        var length = slot.Parameter.numel();
        var from = Math.Clamp(first - slot.Start, 0, length);
        var to = Math.Clamp(first + flat.numel() - slot.Start, 0, length);
        // A share that has nothing of a parameter has no number of it, wherever it is.
        var view = to - from == length ? slot.ViewOf(flat, first) : flat.narrow(0, from == to ? 0 : slot.Start + from - first, to - from);
        _named.Add(new StateTensor($"{slot.Name}.{what}", slot.Parameter.shape, view.DetachFromDisposeScope(), from));
    }
}
