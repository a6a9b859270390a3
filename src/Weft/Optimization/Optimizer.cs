using Weft.Kernels;
using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using static TorchSharp.torch;

namespace Weft.Optimization;

/// <summary>
/// Adam, AdamW, momentum and Muon over flat buffers: one pass clips, decays, updates, averages the weights, rounds their working copies
/// and zeroes the gradients. TorchSharp's own take many, and keep their state where it can be neither saved nor restored exactly.
/// </summary>
internal sealed class Optimizer : IDisposable
{
    private readonly ParameterBuffer _parameters;
    private readonly KernelPath _path;
    private readonly StateShare _share;
    private readonly OptimizerState _state;
    private OptimizerOptions _options;

    /// <summary>Creates the optimizer with zero state, and gives the parameters gradients. Averages start at the parameters' values.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="options">The settings to begin with, and those of later phases (see <see cref="Begin"/>).</param>
    public Optimizer(ParameterBuffer parameters, params IReadOnlyList<OptimizerOptions> options)
        : this(parameters, options, KernelPaths.For(parameters.Values.device), null)
    {
    }

    /// <summary>The same, for a share of the parameters: the state of others is not kept, and others update them.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="options">The settings to begin with, and those of later phases; without Muon, which needs whole matrices.</param>
    /// <param name="share">The share, cut so that blocks stay whole (see <see cref="FlatRange.MayBeCutAt"/>); null is everything.</param>
    public Optimizer(ParameterBuffer parameters, IReadOnlyList<OptimizerOptions> options, StateShare? share)
        : this(parameters, options, KernelPaths.For(parameters.Values.device), share)
    {
    }

    /// <summary>The same, along a path of the caller's choice.</summary>
    internal Optimizer(ParameterBuffer parameters, OptimizerOptions options, KernelPath path)
        : this(parameters, [options], path, null)
    {
    }

    private Optimizer(ParameterBuffer parameters, IReadOnlyList<OptimizerOptions> options, KernelPath path, StateShare? share)
    {
        if (share is not null && options.Any(one => one.Kind == OptimizerKind.Muon))
            throw new ArgumentException("Muon needs whole matrices: its state cannot be divided.", nameof(share));
        parameters.AttachGradients();
        (_parameters, _options) = (parameters, options[0]);
        // A span holds no more; models of that size are not for the CPU.
        _path = parameters.Values.numel() > int.MaxValue ? KernelPath.Tensors : path;
        _share = share ?? new StateShare(0, parameters.Values.numel());
        _state = new OptimizerState(
            parameters,
            _share,
            SquaresStart(parameters, options),
            withAverages: options.Any(one => one.AverageDecay > 0));
    }

    /// <summary>The state as named tensors, to be saved or filled: for each parameter <c>mean</c> (Adam's, or the velocity), <c>square</c>
    /// where it is needed, the number of <c>updates</c> and, where there is one, the weights' <c>average</c>.</summary>
    public IReadOnlyList<StateTensor> State => _state.Named;

    /// <summary>Whether the weights' running mean is kept.</summary>
    public bool HasAverages => _state.Averages is not null;

    /// <summary>Goes on with other settings.</summary>
    /// <param name="options">One of those that the optimizer was created with.</param>
    /// <param name="reset">Whether it forgets everything but the averages.</param>
    public void Begin(OptimizerOptions options, bool reset)
    {
        _options = options;
        if (reset)
            _state.Reset();
    }

    /// <summary>The norm of all gradients before clipping; it belongs to the caller's scope.</summary>
    public GradientNorm MeasureGradients() => GradientNorm.Of(_parameters, _path);

    /// <summary>The same, where only the share has its gradients.</summary>
    /// <param name="sum">Adds up what all shares measured.</param>
    public GradientNorm MeasureGradients(SumOverShares sum) => GradientNorm.OfShares(_parameters, _path, _share, sum);

    /// <summary>Updates every parameter that is trained and in the share, and sets its gradient to zero.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="norm">The gradients' norm, to clip it to <see cref="OptimizerOptions.ClipNorm"/>; null does not clip.</param>
    public void Step(double rate, GradientNorm? norm = null)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var buffers = _state.With(_parameters);
        var factor = _path == KernelPath.Simd ? norm?.Factor(_options.ClipNorm) ?? 1 : 1;
        // On a device the factor stays there.
        var onDevice = _path == KernelPath.Simd
            ? factor == 1 || !UsesMuon ? null : tensor((float)factor)
            : norm?.FactorOnDevice(_options.ClipNorm, _parameters.Values.device);
        if (_options.Kind == OptimizerKind.Sgd)
        {
            foreach (var (place, (_, update)) in _parameters.TrainedRanges(slot => (slot.Role, Update: Momentum(slot, rate, Next(slot)))))
                Update(buffers, _share.Of(place), update, factor, onDevice);
        }
        else
        {
            foreach (var (place, (_, update)) in _parameters.TrainedRanges(slot => (slot.Role, Update: Adam(slot, rate, Next(slot))), slot => !IsMuons(slot)))
                Update(buffers, _share.Of(place), update, factor, onDevice);
        }
        foreach (var slot in _parameters.Slots.Where(slot => slot.Parameter.requires_grad && IsMuons(slot)))
            MuonMatrices.Update(buffers, slot, Momentum(slot, rate * _options.MuonRateFactor, Next(slot)), _options.MuonIterations, onDevice);
        _parameters.ForgetRows();
    }

    /// <summary>Exchanges the share's parameters and their averages, working copies and all; a second call brings the parameters back.</summary>
    /// <exception cref="InvalidOperationException"><see cref="OptimizerOptions.AverageDecay"/> is 0: there are no averages.</exception>
    public void SwapAverages()
    {
        var averages = _state.Averages ?? throw new InvalidOperationException("optimizer.averageDecay is 0: there are no averaged weights.");
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var own = _parameters.Values.narrow(0, _share.Start, _share.Length);
        var values = own.clone();
        own.copy_(averages);
        averages.copy_(values);
        _parameters.UpdateWorkingCopies();
    }

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    /// <summary>Which number the squares begin with: Adam's kinds keep those of all parameters, Muon those of all that follow the layers'
    /// matrices, and momentum none.</summary>
    private static long? SquaresStart(ParameterBuffer parameters, IReadOnlyList<OptimizerOptions> options)
    {
        if (options.Any(one => one.Kind is OptimizerKind.Adam or OptimizerKind.AdamW))
            return 0;
        return options.Any(one => one.Kind == OptimizerKind.Muon)
            ? parameters.Slots.FirstOrDefault(slot => slot.Entry.Part != ModelPart.Layer)?.Start
            : null;
    }

    private bool UsesMuon => _options.Kind == OptimizerKind.Muon;

    private bool IsMuons(ParameterSlot slot) => UsesMuon && slot.Entry.Part == ModelPart.Layer;

    /// <summary>Counts an update of a parameter.</summary>
    private long Next(ParameterSlot slot) => ++_state.Updates(slot);

    private void Update(UpdateBuffers buffers, FlatRange place, AdamUpdate update, double factor, Tensor? onDevice)
    {
        if (place.Length == 0)
            return;
        if (_path == KernelPath.Simd)
            SimdAdam.Update(buffers, place, update, factor);
        else
            TensorUpdates.Adam(buffers, place, update, onDevice);
    }

    private void Update(UpdateBuffers buffers, FlatRange place, MomentumUpdate update, double factor, Tensor? onDevice)
    {
        if (place.Length == 0)
            return;
        if (_path == KernelPath.Simd)
            SimdMomentum.Update(buffers, place, update, factor);
        else
            TensorUpdates.Momentum(buffers, place, update, onDevice);
    }

    private AdamUpdate Adam(ParameterSlot slot, double rate, long updates) => new(
        Common(slot, rate, updates),
        _options.Beta1,
        _options.Beta2,
        rate / (1 - Math.Pow(_options.Beta1, updates)),
        Math.Sqrt(1 - Math.Pow(_options.Beta2, updates)),
        _options.Epsilon);

    private MomentumUpdate Momentum(ParameterSlot slot, double rate, long updates) => new(
        Common(slot, rate, updates),
        _options.Momentum,
        // Muon does not damp; and a first gradient is taken whole.
        Gain: UsesMuon || updates == 1 ? 1 : 1 - _options.Dampening,
        GradientShare: _options.Nesterov ? 1 : 0,
        VelocityShare: _options.Nesterov ? _options.Momentum : 1,
        rate);

    private ParameterUpdate Common(ParameterSlot slot, double rate, long updates)
    {
        var decay = Decays(slot) ? _options.WeightDecay : 0;
        var isCoupled = _options.Kind is OptimizerKind.Adam or OptimizerKind.Sgd;
        return new ParameterUpdate(
            Keep: isCoupled ? 1 : 1 - rate * decay,
            Coupled: isCoupled ? decay : 0,
            Math.Min(_options.AverageDecay, (1.0 + updates) / (10 + updates)));
    }

    private bool Decays(ParameterSlot slot) => slot.Entry.Part switch
    {
        ModelPart.Embedding or ModelPart.Positions => _options.DecayEmbeddings,
        ModelPart.Norm => _options.DecayNorms,
        ModelPart.Bias => _options.DecayBiases,
        _ => true,
    };
}
