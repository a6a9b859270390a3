using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weft.Workers.Mpi;

/// <summary>Arrays of different lengths for all workers: the lengths first, then the numbers, in rounds that MPI can count.</summary>
internal static class GatherArrays
{
    /// <summary>How many bytes a round has at most, for all workers together.</summary>
    internal const int RoundBytes = 1 << 30;

    /// <summary>What all workers have, one after another by rank.</summary>
    /// <exception cref="InvalidOperationException">More than an array holds.</exception>
    public static T[] All<T>(MpiExchange exchange, T[] own, int roundBytes = RoundBytes)
        where T : unmanaged
    {
        var counts = new long[exchange.Count];
        exchange.GatherEqual(MemoryMarshal.AsBytes<long>([own.Length]), MemoryMarshal.AsBytes(counts.AsSpan()));
        var total = counts.Sum();
        if (total > Array.MaxLength)
            throw new InvalidOperationException($"The workers gather {total} numbers; an array holds at most {Array.MaxLength}.");
        var all = GC.AllocateUninitializedArray<T>((int)total);
        var most = Math.Max(1, roundBytes / Unsafe.SizeOf<T>() / exchange.Count);
        if (counts.Max() <= most)
        {
            Round(exchange, own, 0, most, counts, all);
            return all;
        }
        for (var start = 0; start < counts.Max(); start += most)
        {
            var round = new T[counts.Sum(count => Math.Clamp(count - start, 0, most))];
            Round(exchange, own, start, most, counts, round);
            Spread(round, start, most, counts, all);
        }
        return all;
    }

    private static void Round<T>(MpiExchange exchange, T[] own, int start, int most, long[] counts, Span<T> received)
        where T : unmanaged
    {
        var lengths = counts.Select(count => (int)Math.Clamp(count - start, 0, most) * Unsafe.SizeOf<T>()).ToArray();
        if (received.Length > 0)
            exchange.Gather(MemoryMarshal.AsBytes(Parts.Piece(own.AsSpan(), start, most)), MemoryMarshal.AsBytes(received), lengths);
    }

    private static void Spread<T>(ReadOnlySpan<T> round, int start, int most, long[] counts, Span<T> all)
    {
        long place = 0;
        foreach (var count in counts)
        {
            var length = (int)Math.Clamp(count - start, 0, most);
            round[..length].CopyTo(all[(int)(place + (length == 0 ? 0 : start))..]);
            round = round[length..];
            place += count;
        }
    }
}
