namespace Weft.Sampling.Structures;

/// <summary>
/// Integer weights of n numbers, from which a number is found by its place among all of the weight in O(log n), and whose weights change
/// in O(log n) (Fenwick 1994, "A new data structure for cumulative frequency tables"). Integers, because sums of them are exact: whatever
/// is added and taken away again, the same draw finds the same number.
/// </summary>
internal sealed class FenwickTree
{
    private readonly long[] _weights;

    // _sums[i] is the weight of the numbers (i - lowest bit of i, i], counted from 1.
    private readonly long[] _sums;

    /// <param name="weights">At least 0 each.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative.</exception>
    /// <exception cref="OverflowException">Their sum exceeds 2^63 - 1.</exception>
    public FenwickTree(ReadOnlySpan<long> weights)
    {
        _weights = weights.ToArray();
        _sums = new long[weights.Length + 1];
        for (var i = 1; i <= weights.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weights[i - 1], nameof(weights));
            Total = checked(Total + weights[i - 1]);
            _sums[i] += weights[i - 1];
            var parent = i + (i & -i);
            if (parent < _sums.Length)
                _sums[parent] += _sums[i];
        }
    }

    /// <summary>The sum of all weights.</summary>
    public long Total { get; private set; }

    /// <summary>The weight of a number; at least 0.</summary>
    public long this[int number]
    {
        get => _weights[number];
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            var change = value - _weights[number];
            Total = checked(Total + change);
            _weights[number] = value;
            for (var i = number + 1; i < _sums.Length; i += i & -i)
                _sums[i] += change;
        }
    }

    /// <summary>The number whose share of the weight a place falls into: that with the sum before it ≤ place &lt; the sum with it.</summary>
    /// <param name="place">From 0 to one less than <see cref="Total"/>.</param>
    public int Find(long place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Total);
        var found = 0;
        for (var step = HighestPower(_sums.Length - 1); step > 0; step >>= 1)
        {
            if (found + step < _sums.Length && _sums[found + step] <= place)
            {
                found += step;
                place -= _sums[found];
            }
        }
        return found;
    }

    private static int HighestPower(int count) => count == 0 ? 0 : 1 << (31 - int.LeadingZeroCount(count));
}
