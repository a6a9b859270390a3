namespace Weft.Workers;

/// <summary>The contiguous parts of a vector, one for each worker by rank; some may be empty.</summary>
internal sealed class Parts
{
    private readonly long[] _starts;

    /// <summary>Makes parts of given lengths.</summary>
    /// <param name="lengths">How long each worker's part is, by rank; none below 0.</param>
    public Parts(params ReadOnlySpan<long> lengths)
    {
        _starts = new long[lengths.Length + 1];
        for (var rank = 0; rank < lengths.Length; rank++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(lengths[rank], nameof(lengths));
            _starts[rank + 1] = _starts[rank] + lengths[rank];
        }
    }

    /// <summary>How many parts.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>How long all parts are together.</summary>
    public long Length => _starts[^1];

    /// <summary>The longest part's length.</summary>
    public long Longest => Enumerable.Range(0, Count).Max(rank => Of(rank).Length);

    /// <summary>Whether all are equally long.</summary>
    public bool AreEqual => Enumerable.Range(0, Count).All(rank => Of(rank).Length == Of(0).Length);

    /// <summary>Parts that differ by one number at most.</summary>
    public static Parts Equal(long length, int count)
    {
        var lengths = new long[count];
        for (var rank = 0; rank < count; rank++)
            lengths[rank] = (long)((Int128)length * (rank + 1) / count) - (long)((Int128)length * rank / count);
        return new Parts(lengths);
    }

    /// <summary>Where a worker's part is.</summary>
    public (long Start, long Length) Of(int rank) => (_starts[rank], _starts[rank + 1] - _starts[rank]);

    /// <summary>What lies in a stretch: parts of the stretch, counted from its beginning.</summary>
    public Parts Within(long first, long length)
    {
        var lengths = new long[Count];
        for (var rank = 0; rank < Count; rank++)
            lengths[rank] = Math.Clamp(_starts[rank + 1], first, first + length) - Math.Clamp(_starts[rank], first, first + length);
        return new Parts(lengths);
    }

    /// <summary>A worker's part of the numbers.</summary>
    public Span<T> Of<T>(int rank, Span<T> numbers)
    {
        var (start, length) = Of(rank);
        return numbers.Slice((int)start, (int)length);
    }

    /// <summary>At most so many numbers from a place on; none behind the end.</summary>
    public static Span<T> Piece<T>(Span<T> numbers, int start, int most) =>
        start >= numbers.Length ? [] : numbers.Slice(start, Math.Min(most, numbers.Length - start));
}
