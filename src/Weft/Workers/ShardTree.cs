using System.Numerics;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Workers;

/// <summary>
/// The sum of the shards that one worker works on, by the binary tree that <see cref="TreeSum"/> goes on with between workers: eight shards of one
/// worker, four of each of two, and one of each of eight give the same bits. Of so many shards it keeps only one vector for each level of the tree.
/// </summary>
internal sealed class ShardTree : IDisposable
{
    private readonly int _shards;
    private readonly Tensor?[] _levels;
    private int _taken;

    /// <summary>Makes a tree.</summary>
    /// <param name="shards">How many shards a worker has: a power of two.</param>
    public ShardTree(int shards)
    {
        if (shards < 1 || !BitOperations.IsPow2(shards))
            throw new ArgumentOutOfRangeException(nameof(shards), shards, "The shards of a worker must be a power of two.");
        (_shards, _levels) = (shards, new Tensor?[BitOperations.Log2((uint)shards)]);
    }

    /// <summary>Takes the numbers of the next shard. After the last one they are the sum of all; after the others they are zero, ready for the next.</summary>
    /// <param name="numbers">One shard's, of the same shape each time.</param>
    /// <returns>Whether it was the last one.</returns>
    public bool Take(Tensor numbers)
    {
        using var frozen = no_grad();
        var level = 0;
        // A level that is full holds the shards just before these, as many as these.
        for (; (_taken >> level & 1) == 1; level++)
            numbers.AddInPlace(_levels[level]!);
        _taken = (_taken + 1) % _shards;
        if (_taken == 0)
            return true;
        (_levels[level] ??= empty_like(numbers).DetachFromDisposeScope()).copy_(numbers);
        numbers.zero_();
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var level in _levels)
            level?.Dispose();
    }
}
