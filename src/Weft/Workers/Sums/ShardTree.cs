using System.Numerics;
using Weft.Kernels;
using Weft.Kernels.Parallel;
using Weft.Kernels.Updates;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Weft.Workers.Sums;

/// <summary>
/// The sum of the shards that one worker works on, by the binary tree that <see cref="TreeSum"/> goes on with between workers: eight shards of one
/// worker, four of each of two, and one of each of eight give the same bits. Of so many shards it keeps only one vector for each level of the tree,
/// and of a table that took its gradient row by row only the parts that were touched.
/// </summary>
internal sealed class ShardTree : IDisposable
{
    private const int TileLength = 4096;

    private readonly int _shards;
    private readonly Tensor?[] _levels;
    private readonly Dictionary<(int Level, TouchedParts Parts), ulong[]> _marks = [];
    private int _taken;

    /// <summary>Makes a tree.</summary>
    /// <param name="shards">How many shards a worker has: a power of two.</param>
    public ShardTree(int shards)
    {
        if (shards < 1 || !BitOperations.IsPow2(shards))
            throw new ArgumentOutOfRangeException(nameof(shards), shards, "The shards of a worker must be a power of two.");
        (_shards, _levels) = (shards, new Tensor?[BitOperations.Log2((uint)shards)]);
    }

    /// <summary>Takes the numbers of the next shard. After the last one they are the sum of all, with the marks of all; after the others they are zero and without marks,
    /// ready for the next.</summary>
    /// <param name="numbers">One shard's, of the same length each time.</param>
    /// <param name="ranges">Which of them; null is all.</param>
    /// <returns>Whether it was the last one.</returns>
    public bool Take(Tensor numbers, IEnumerable<FlatRange>? ranges = null)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        // Levels are full from the lowest on, each with the shards just before what is below it.
        var full = BitOperations.TrailingZeroCount(~_taken);
        _taken = (_taken + 1) % _shards;
        var isLast = _taken == 0;
        var kept = isLast ? null : _levels[full] ??= empty_like(numbers).DetachFromDisposeScope();
        foreach (var range in ranges ?? [new FlatRange(0, numbers.numel())])
        {
            if (KernelPaths.For(numbers.device) == KernelPath.Tensors)
                AddTensors(numbers, range, full, kept);
            else if (range.Touched is { } touched && MarksBelow(touched, full) is var marks && (touched.HasMarks || marks.Any(mark => mark is not null)))
                AddTouched(numbers, range, touched, marks, full, kept);
            else
                AddAll(numbers, range, full, kept);
        }
        return isLast;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var level in _levels)
            level?.Dispose();
    }

    private ulong[]?[] MarksBelow(TouchedParts touched, int full) => [.. Enumerable.Range(0, full).Select(level => _marks.GetValueOrDefault((level, touched)))];

    private void AddTensors(Tensor numbers, FlatRange range, int full, Tensor? kept)
    {
        var own = numbers.narrow(0, range.Start, range.Length);
        for (var level = 0; level < full; level++)
            own.AddInPlace(_levels[level]!.narrow(0, range.Start, range.Length));
        if (kept is null)
            return;
        kept.narrow(0, range.Start, range.Length).copy_(own);
        own.zero_();
    }

    private void AddAll(Tensor numbers, FlatRange range, int full, Tensor? kept)
    {
        var (own, levels, to) = Reach(numbers, full, kept);
        ParallelBlocks.Run(range.Blocks, block =>
        {
            var (start, end) = range.Block(block);
            for (; start < end; start += TileLength)
            {
                var (first, length) = ((int)(range.Start + start), (int)Math.Min(TileLength, end - start));
                var sum = own[0].Slice(first, length);
                foreach (var level in levels)
                    TensorPrimitives.Add(sum, level[0].Slice(first, length), sum);
                Keep(sum, to, first);
            }
        });
        if (kept is not null && range.Touched is { } touched)
            _marks.Remove((full, touched));
        GC.KeepAlive(numbers);
    }

    /// <summary>What is not marked is zero. A level without marks among others that have some was given no rows: all of it is.</summary>
    private void AddTouched(Tensor numbers, FlatRange range, TouchedParts touched, ulong[]?[] marks, int full, Tensor? kept)
    {
        foreach (var mark in marks.OfType<ulong[]>())
            touched.Mark(mark);
        var (own, levels, to) = Reach(numbers, full, kept);
        var all = touched.Pack();
        for (var part = 0; part * (long)TouchedParts.PartLength < range.Length; part++)
        {
            if (!IsMarked(all, part))
                continue;
            var start = part * (long)TouchedParts.PartLength;
            var (first, length) = ((int)(range.Start + start), (int)Math.Min(TouchedParts.PartLength, range.Length - start));
            var sum = own[0].Slice(first, length);
            for (var level = 0; level < full; level++)
            {
                // Zeros are added too: they change the sign of others, as between workers.
                if (IsMarked(marks[level], part))
                    TensorPrimitives.Add(sum, levels[level][0].Slice(first, length), sum);
                else
                    TensorPrimitives.Add(sum, 0f, sum);
            }
            Keep(sum, to, first);
        }
        if (kept is not null)
        {
            _marks[(full, touched)] = all;
            touched.Clear();
        }
        GC.KeepAlive(numbers);
    }

    private static bool IsMarked(ulong[]? marks, int part) => marks is not null && (marks[part / 64] >> (part % 64) & 1) != 0;

    private (TensorRows<float> Own, TensorRows<float>[] Levels, TensorRows<float>? Kept) Reach(Tensor numbers, int full, Tensor? kept) =>
        (new TensorRows<float>(numbers), [.. _levels.Take(full).Select(level => new TensorRows<float>(level!))], kept is null ? null : new TensorRows<float>(kept));

    private static void Keep(Span<float> sum, TensorRows<float>? to, int first)
    {
        if (to is not { } kept)
            return;
        sum.CopyTo(kept[0].Slice(first, sum.Length));
        sum.Clear();
    }
}
