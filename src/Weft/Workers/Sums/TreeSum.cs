using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Weft.Workers.Sums;

/// <summary>
/// Sums over workers by one fixed binary tree: neighbours first, ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)). Floating-point addition commutes, so
/// that it does not matter who adds; it does not associate, so that the tree must be the same. All workers therefore have the same bits,
/// and where each has begun with a tree over its own parts, the bits do not depend on the number of workers.
/// A power of two halves the vector with a neighbour at each level and doubles it again on the way back (recursive halving and doubling: Thakur,
/// Rabenseifner and Gropp 2005); other numbers send each worker its part. Both send 2 (n - 1) / n of the vector.
/// </summary>
/// <param name="exchange">What connects the workers.</param>
internal sealed class TreeSum(IExchange exchange)
{
    /// <summary>How much is sent before it is added: small enough to be still in the cache.</summary>
    private const int PieceBytes = 512 * 1024;

    /// <summary>Below so many bytes for all workers together, everybody sends everything: fewer waits.</summary>
    private const int SmallBytes = 32 * 1024;

    private readonly PartSum _parts = new(exchange, PieceBytes);
    private byte[] _scratch = [];

    /// <summary>Replaces each number by its sum over all workers.</summary>
    /// <param name="numbers">As many on all workers.</param>
    public void Sum<T>(Span<T> numbers)
        where T : unmanaged, INumber<T>
    {
        var bytes = MemoryMarshal.AsBytes(numbers);
        if (exchange.Count == 1 || bytes.IsEmpty)
            return;
        if ((long)bytes.Length * exchange.Count <= SmallBytes)
            SumSmall(numbers, bytes);
        else if (BitOperations.IsPow2(exchange.Count))
            SumHalves(numbers);
        else
            SumParts(numbers);
    }

    /// <summary>Sums a vector; each worker has then the sum in its own part, and what the others hold there is left as it comes.</summary>
    /// <param name="numbers">As many on all workers.</param>
    /// <param name="parts">Which part is whose.</param>
    public void ReduceScatter<T>(Span<T> numbers, Parts parts)
        where T : unmanaged, INumber<T> => _parts.ReduceScatter(numbers, parts);

    /// <summary>Gives all workers each one's part.</summary>
    public void AllGather<T>(Span<T> numbers, Parts parts)
        where T : unmanaged, INumber<T> => _parts.AllGather(numbers, parts);

    /// <summary>Adds vectors that lie one behind another by the tree; the first becomes the sum.</summary>
    /// <param name="vectors">The vectors; all but the first lose their numbers.</param>
    /// <param name="length">How long each is.</param>
    public static void SumVectors<T>(Span<T> vectors, int length)
        where T : unmanaged, INumber<T>
    {
        var count = length == 0 ? 0 : vectors.Length / length;
        for (var distance = 1; distance < count; distance *= 2)
        {
            for (var i = 0; i + distance < count; i += 2 * distance)
            {
                var sum = vectors.Slice(i * length, length);
                TensorPrimitives.Add<T>(sum, vectors.Slice((i + distance) * length, length), sum);
            }
        }
    }

    private void SumSmall<T>(Span<T> numbers, Span<byte> bytes)
        where T : unmanaged, INumber<T>
    {
        var all = Scratch(bytes.Length * exchange.Count);
        exchange.GatherEqual(bytes, all);
        SumVectors(MemoryMarshal.Cast<byte, T>(all), numbers.Length);
        all[..bytes.Length].CopyTo(bytes);
    }

    private void SumHalves<T>(Span<T> numbers)
        where T : unmanaged, INumber<T>
    {
        var (first, length) = (0, numbers.Length);
        Span<(int First, int Length)> ranges = stackalloc (int, int)[BitOperations.Log2((uint)exchange.Count)];
        for (var level = 0; level < ranges.Length; level++)
        {
            ranges[level] = (first, length);
            var (kept, given) = Halves(first, length, level);
            AddPartners(exchange.Rank ^ (1 << level), numbers.Slice(given.First, given.Length), numbers.Slice(kept.First, kept.Length));
            (first, length) = kept;
        }
        for (var level = ranges.Length - 1; level >= 0; level--)
        {
            var (kept, given) = Halves(ranges[level].First, ranges[level].Length, level);
            var partner = exchange.Rank ^ (1 << level);
            exchange.Exchange(partner, MemoryMarshal.AsBytes(numbers.Slice(kept.First, kept.Length)), partner, MemoryMarshal.AsBytes(numbers.Slice(given.First, given.Length)));
        }
    }

    private ((int First, int Length) Kept, (int First, int Length) Given) Halves(int first, int length, int level)
    {
        var half = length / 2;
        var (low, high) = ((first, half), (first + half, length - half));
        return (exchange.Rank >> level & 1) == 0 ? (low, high) : (high, low);
    }

    private void AddPartners<T>(int partner, Span<T> given, Span<T> kept)
        where T : unmanaged, INumber<T>
    {
        var scratch = MemoryMarshal.Cast<byte, T>(Scratch(PieceBytes));
        for (var start = 0; start < Math.Max(given.Length, kept.Length); start += scratch.Length)
        {
            var own = Parts.Piece(kept, start, scratch.Length);
            var his = scratch[..own.Length];
            exchange.Exchange(partner, MemoryMarshal.AsBytes(Parts.Piece(given, start, scratch.Length)), partner, MemoryMarshal.AsBytes(his));
            TensorPrimitives.Add<T>(own, his, own);
        }
    }

    private void SumParts<T>(Span<T> numbers)
        where T : unmanaged, INumber<T>
    {
        var parts = Parts.Equal(numbers.Length, exchange.Count);
        ReduceScatter(numbers, parts);
        AllGather(numbers, parts);
    }

    private Span<byte> Scratch(int bytes)
    {
        if (_scratch.Length < bytes)
            _scratch = GC.AllocateUninitializedArray<byte>(bytes);
        return _scratch.AsSpan(0, bytes);
    }
}
