using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Kernels.Updates;
using static TorchSharp.torch;

namespace Weft.Modeling.Parameters;

/// <summary>
/// The parameters of a model in one flat tensor, so that one pass reaches all of them, and likewise their gradients and their rounded
/// working copies. The parameters stay what they are: each is a view of its part. Autograd adds to the gradients in place; whoever
/// assigns a <c>grad</c> anew cuts it off from the flat one.
/// </summary>
internal sealed class ParameterBuffer : IDisposable
{
    // Every parameter begins at 128 bytes in float32, 64 in bfloat16, and is a whole number of two vectors of whatever width.
    private const int Alignment = 32;

    private readonly Dictionary<Parameter, ParameterSlot> _slots = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Parameter, Tensor> _copies = new(ReferenceEqualityComparer.Instance);

    /// <summary>Moves parameters into a flat buffer; their values, names and shapes stay.</summary>
    /// <param name="parameters">Contiguous, in float32, all on one device.</param>
    /// <param name="productType">The format of matrix products; bfloat16 gives every <see cref="ParameterRole.Factor"/> a working copy.</param>
    public ParameterBuffer(IEnumerable<ParameterEntry> parameters, ScalarType productType = ScalarType.Float32)
    {
        var end = 0L;
        // Matrices of layers first: what an optimizer does not keep of these is then left out in one piece.
        foreach (var entry in parameters.OrderBy(entry => entry.Role).ThenBy(entry => entry.Part == ModelPart.Layer ? 0 : 1))
        {
            var slot = new ParameterSlot(_slots.Count, entry, end, (entry.Parameter.numel() + Alignment - 1) / Alignment * Alignment);
            _slots.Add(entry.Parameter, slot);
            end += slot.Length;
        }
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var device = Slots.First().Parameter.device;
        Values = zeros(end, ScalarType.Float32, device).DetachFromDisposeScope();
        foreach (var slot in Slots)
            slot.Parameter.set_(slot.ViewOf(Values).copy_(slot.Parameter));
        if (productType != ScalarType.Float32)
            CreateCopies(productType);
    }

    /// <summary>All parameters, [numbers], float32: each begins at a multiple of 64 bytes, zeros lie in between.</summary>
    public Tensor Values { get; }

    /// <summary>The gradients in the order of <see cref="Values"/>, or null while nobody trains.</summary>
    public Tensor? Gradients { get; private set; }

    /// <summary>The leading part of <see cref="Values"/>, rounded to the format of products, or null where that is float32.</summary>
    internal Tensor? Copies { get; private set; }

    /// <summary>The places, in rising order.</summary>
    internal IReadOnlyCollection<ParameterSlot> Slots => _slots.Values;

    /// <summary>
    /// A matrix in the format of products, in its own shape: a rounded copy without gradient history; the parameter itself where there is
    /// none, as in float32, or of a table or vector. The tensor stays the buffer's, and its numbers follow the updates.
    /// </summary>
    public Tensor WorkingCopy(Parameter parameter) => _copies.GetValueOrDefault(parameter, parameter);

    /// <summary>
    /// The same where no gradient of the matrix is wanted; where one is, it is rounded within the graph, so that the gradient reaches
    /// the parameter.
    /// </summary>
    internal Tensor ProductFactor(Parameter parameter) =>
        Copies is not null && is_grad_enabled() && parameter.requires_grad ? parameter.to(Copies.dtype) : WorkingCopy(parameter);

    /// <summary>Rounds the working copies anew: to be called whenever parameters were changed by anything but the optimizer.</summary>
    public void UpdateWorkingCopies()
    {
        if (Copies is null)
            return;
        using var frozen = no_grad();
        using var leading = Values.narrow(0, 0, Copies.shape[0]);
        Copies.copy_(leading);
    }

    /// <summary>Gives every parameter a gradient, a view of the flat one, that starts at zero. Later calls do nothing.</summary>
    public void AttachGradients()
    {
        if (Gradients is not null)
            return;
        using var scope = NewDisposeScope();
        Gradients = zeros_like(Values).DetachFromDisposeScope();
        foreach (var slot in Slots)
            slot.Parameter.grad = slot.ViewOf(Gradients);
    }

    /// <summary>Sets the gradients to zero, where an update has not done so.</summary>
    public void ZeroGradients()
    {
        Gradients?.zero_();
        ForgetRows();
    }

    /// <summary>
    /// Adds the gradients of rows that were looked up. From the first such rows until the gradient is zeroed again, a
    /// <see cref="ParameterRole.Table"/> takes gradients in this way alone.
    /// </summary>
    /// <param name="parameter">The matrix, [rows, dimension].</param>
    /// <param name="ids">Which rows, int64, in any shape.</param>
    /// <param name="rows">Their gradients, [the ids' shape, dimension], float32.</param>
    /// <exception cref="InvalidOperationException">There are no gradients: <see cref="AttachGradients"/> was not called.</exception>
    public void AddRows(Parameter parameter, Tensor ids, Tensor rows)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var slot = _slots[parameter];
        var gradient = slot.ViewOf(Gradients ?? throw new InvalidOperationException("The parameters have no gradients yet."));
        RowAddition.Add(KernelPaths.For(gradient.device), gradient, ids.flatten(), rows.reshape(-1, gradient.shape[1]), slot.Touched);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var copy in _copies.Values)
            copy.Dispose();
        Copies?.Dispose();
        Gradients?.Dispose();
        Values.Dispose();
    }

    /// <summary>Notes that the gradients are zero and may come from anywhere again.</summary>
    internal void ForgetRows()
    {
        foreach (var slot in Slots)
            slot.Touched?.Clear();
    }

    /// <summary>What is trained, in as few ranges as possible: neighbours of equal settings are one.</summary>
    /// <param name="settingsOf">The settings of a slot; asked once for each.</param>
    /// <param name="isIncluded">Which slots are meant; all where it is null.</param>
    internal List<(FlatRange Place, T Settings)> TrainedRanges<T>(Func<ParameterSlot, T> settingsOf, Func<ParameterSlot, bool>? isIncluded = null) =>
        Ranges(settingsOf, slot => slot.Parameter.requires_grad && isIncluded?.Invoke(slot) is not false);

    /// <summary>The same of slots of the caller's choice.</summary>
    internal List<(FlatRange Place, T Settings)> Ranges<T>(Func<ParameterSlot, T> settingsOf, Func<ParameterSlot, bool> isIncluded)
    {
        var ranges = new List<(FlatRange Place, T Settings)>();
        foreach (var slot in Slots.Where(isIncluded))
        {
            var settings = settingsOf(slot);
            var (last, lastSettings) = ranges.LastOrDefault();
            var continues = last.Start + last.Length == slot.Start && last.Touched is null && slot.Touched is null;
            if (ranges.Count > 0 && continues && EqualityComparer<T>.Default.Equals(lastSettings, settings))
                ranges[^1] = (last with { Length = last.Length + slot.Length }, settings);
            else
                ranges.Add((new FlatRange(slot.Start, slot.Length, slot.Touched), settings));
        }
        return ranges;
    }

    private void CreateCopies(ScalarType type)
    {
        var factors = Slots.Where(slot => slot.Role == ParameterRole.Factor).ToList();
        Copies = empty(factors.Sum(slot => slot.Length), type, Values.device).DetachFromDisposeScope();
        foreach (var slot in factors)
            _copies.Add(slot.Parameter, slot.ViewOf(Copies).DetachFromDisposeScope());
        UpdateWorkingCopies();
    }
}
