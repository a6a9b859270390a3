using Weft.Optimization;
using Weft.Runtime.Safetensors;
using static TorchSharp.torch;

namespace Weft.Workers;

/// <summary>
/// The state of an optimizer that is divided among workers, one tensor after another, so that nobody holds all of it. All workers read all of it: the one
/// that writes by what it writes, the others by <see cref="Finish"/>.
/// </summary>
/// <param name="state">This worker's.</param>
/// <param name="divided">The workers among whom it is divided; null where everybody has all of it.</param>
internal sealed class GatheredState(IReadOnlyList<StateTensor> state, IWorkers? divided)
{
    private readonly List<StateTensor> _sorted = [.. state.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
    private int _read;

    /// <summary>The tensors, in the ordinal order of their names, in which they are to be read, each once.</summary>
    public IReadOnlyList<StoredTensor> Tensors =>
        _sorted.ConvertAll(tensor => new StoredTensor(tensor.Name, tensor.Own.dtype, tensor.Shape, () => Read(tensor)));

    /// <summary>Reads for the others what this worker has not read.</summary>
    public void Finish()
    {
        while (_read < _sorted.Count)
        {
            using var scope = NewDisposeScope();
            Read(_sorted[_read]);
        }
    }

    private Tensor Read(StateTensor tensor)
    {
        if (_sorted[_read++] != tensor)
            throw new InvalidOperationException($"{tensor.Name} was read out of order.");
        if (divided is null)
            return tensor.Own.alias();
        var lengths = divided.Gather([tensor.Own.numel()]);
        if (lengths.All(length => length == tensor.Length))
            return tensor.Own.alias();
        using var frozen = no_grad();
        var whole = empty(tensor.Length, tensor.Own.dtype, tensor.Own.device);
        using (var own = whole.narrow(0, tensor.Start, tensor.Own.numel()))
        using (var flat = tensor.Own.flatten())
            own.copy_(flat);
        divided.AllGather(whole, new Parts(lengths));
        return whole.reshape(tensor.Shape);
    }
}
