using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>The keys and values of every layer for the tokens read so far, so that generating the next one reads only that one.</summary>
internal sealed class KeyValueCache(int layers) : IDisposable
{
    private readonly (Tensor Keys, Tensor Values)?[] _layers = new (Tensor, Tensor)?[layers];

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

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer]?.Keys.Dispose();
            _layers[layer]?.Values.Dispose();
            _layers[layer] = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();
}
