using static TorchSharp.torch;

namespace Weft.Modeling.Attention;

/// <summary>The keys and values of every layer for the tokens read so far, and of the memory where there is cross
/// attention, so that generating the next one reads only that one.</summary>
internal sealed class KeyValueCache(int layers) : IDisposable
{
    private readonly (Tensor Keys, Tensor Values)?[] _layers = new (Tensor, Tensor)?[layers];
    private readonly (Tensor Keys, Tensor Values)?[] _ofMemory = new (Tensor, Tensor)?[layers];
    private StackMemory? _memory;

    /// <summary>How many tokens are in the cache.</summary>
    public int Length => (int)(_layers[0]?.Keys.shape[2] ?? 0);

    /// <summary>Adds the newest keys and values and gives back all of them; both <c>[batch, heads, time, head]</c>.</summary>
    internal (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
    {
        if (_layers[layer] is { } past)
        {
            keys = cat([past.Keys, keys], dim: 2);
            values = cat([past.Values, values], dim: 2);
            past.Keys.Dispose();
            past.Values.Dispose();
        }
        // Aliases: the caller's scope may dispose of what it holds.
        _layers[layer] = (keys.alias().DetachFromDisposeScope(), values.alias().DetachFromDisposeScope());
        return (keys, values);
    }

    /// <summary>A layer's keys and values of the memory, worked out once; both <c>[batch, heads, memory time, head]</c>.</summary>
    /// <param name="layer">Which layer.</param>
    /// <param name="memory">The memory, the same one until the cache is cleared.</param>
    /// <param name="compute">Works them out.</param>
    /// <exception cref="ArgumentException">The cache holds the keys and values of another memory.</exception>
    internal (Tensor Keys, Tensor Values) OfMemory(int layer, StackMemory memory, Func<StackMemory, (Tensor Keys, Tensor Values)> compute)
    {
        if (_memory is not null && !ReferenceEquals(_memory, memory))
            throw new ArgumentException("The cache holds keys and values of another memory; clear it first.", nameof(memory));
        _memory = memory;
        if (_ofMemory[layer] is { } kept)
            return kept;
        var (keys, values) = compute(memory);
        _ofMemory[layer] = (keys.alias().DetachFromDisposeScope(), values.alias().DetachFromDisposeScope());
        return (keys, values);
    }

    /// <summary>Goes on with some of the rows, in an order of the caller's choice; one may be there several times.</summary>
    /// <param name="rows">Their numbers, [rows], int64.</param>
    /// <param name="memory">Their memory, from <see cref="StackMemory.Take"/>, or the same as before where its rows stay as they are.</param>
    internal void Select(Tensor rows, StackMemory memory)
    {
        Select(_layers, rows);
        if (!ReferenceEquals(_memory, memory))
            Select(_ofMemory, rows);
        _memory = memory;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Clear(_layers);
        Clear(_ofMemory);
        _memory = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private static void Select((Tensor Keys, Tensor Values)?[] layers, Tensor rows)
    {
        for (var layer = 0; layer < layers.Length; layer++)
        {
            if (layers[layer] is not var (keys, values))
                continue;
            layers[layer] = (keys.index_select(0, rows).DetachFromDisposeScope(), values.index_select(0, rows).DetachFromDisposeScope());
            keys.Dispose();
            values.Dispose();
        }
    }

    private static void Clear((Tensor Keys, Tensor Values)?[] layers)
    {
        for (var layer = 0; layer < layers.Length; layer++)
        {
            layers[layer]?.Keys.Dispose();
            layers[layer]?.Values.Dispose();
            layers[layer] = null;
        }
    }
}
