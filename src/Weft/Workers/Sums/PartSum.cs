using System.Numerics;
using System.Runtime.InteropServices;

namespace Weft.Workers.Sums;

/// <summary>
/// Sums of which each worker gets a part, and parts that all workers get: what divided optimizer states need. Each part is sent straight to the worker whose
/// it is, which adds by the tree of <see cref="TreeSum"/>. Any number of workers, and parts of any length.
/// </summary>
/// <param name="exchange">What connects the workers.</param>
/// <param name="pieceBytes">How much of a part is received from all workers together before it is added.</param>
internal sealed class PartSum(IExchange exchange, int pieceBytes)
{
    private byte[] _scratch = [];

    /// <summary>Sums a vector; this worker's part then holds the sum.</summary>
    public unsafe void ReduceScatter<T>(Span<T> numbers, Parts parts)
        where T : unmanaged, INumber<T>
    {
        Require(numbers.Length, parts);
        var (count, rank) = (exchange.Count, exchange.Rank);
        if (count == 1)
            return;
        var most = Math.Max(pieceBytes / count, 16 * 1024) / sizeof(T);
        var own = parts.Of(rank, numbers);
        for (var start = 0; start < parts.Longest; start += most)
        {
            var sum = Parts.Piece(own, start, most);
            var all = Scratch<T>(sum.Length * count);
            sum.CopyTo(all[(rank * sum.Length)..]);
            for (var step = 1; step < count; step++)
            {
                var (to, from) = ((rank + step) % count, (rank - step + count) % count);
                var given = Parts.Piece(parts.Of(to, numbers), start, most);
                exchange.Exchange(to, MemoryMarshal.AsBytes(given), from, MemoryMarshal.AsBytes(all.Slice(from * sum.Length, sum.Length)));
            }
            TreeSum.SumVectors(all, sum.Length);
            all[..sum.Length].CopyTo(sum);
        }
    }

    /// <summary>Gives all workers each one's part.</summary>
    public void AllGather<T>(Span<T> numbers, Parts parts)
        where T : unmanaged
    {
        Require(numbers.Length, parts);
        var own = MemoryMarshal.AsBytes(parts.Of(exchange.Rank, numbers));
        for (var step = 1; step < exchange.Count; step++)
        {
            var (to, from) = ((exchange.Rank + step) % exchange.Count, (exchange.Rank - step + exchange.Count) % exchange.Count);
            exchange.Exchange(to, own, from, MemoryMarshal.AsBytes(parts.Of(from, numbers)));
        }
    }

    private void Require(int length, Parts parts)
    {
        if (parts.Count != exchange.Count || parts.Length != length)
            throw new ArgumentException($"There are {parts.Count} parts of {parts.Length} numbers for {exchange.Count} workers and {length} numbers.", nameof(parts));
    }

    private unsafe Span<T> Scratch<T>(int length)
        where T : unmanaged
    {
        if (_scratch.Length < length * sizeof(T))
            _scratch = GC.AllocateUninitializedArray<byte>(length * sizeof(T));
        return MemoryMarshal.Cast<byte, T>(_scratch.AsSpan(0, length * sizeof(T)));
    }
}
