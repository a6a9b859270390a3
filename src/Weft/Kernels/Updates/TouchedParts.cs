namespace Weft.Kernels.Updates;

/// <summary>
/// Notes which parts of a table's gradient may hold anything but zeros, so that a pass over it leaves out the rest: a step looks up
/// few of the table's rows. Parts are stretches of numbers, not rows, so that they begin where vectors do.
/// </summary>
/// <param name="length">Numbers in the gradient, a multiple of <see cref="PartLength"/> or less than one beyond it.</param>
internal sealed class TouchedParts(long length)
{
    /// <summary>Numbers in a part.</summary>
    public const int PartLength = 64;

    private const int BitsInWord = 64;

    private readonly bool[] _touched = new bool[(length + PartLength - 1) / PartLength];

    /// <summary>Whether there are marks; else all of the gradient counts.</summary>
    public bool HasMarks { get; private set; }

    /// <summary>Marks the parts that a range lies in. Once there is a mark, all that is not marked counts as zero.</summary>
    public void Mark(long start, long count)
    {
        HasMarks = true;
        var first = (int)(start / PartLength);
        _touched.AsSpan(first, (int)((start + count - 1) / PartLength) + 1 - first).Fill(true);
    }

    /// <summary>The marks, one bit a part.</summary>
    public ulong[] Pack()
    {
        var bits = new ulong[(_touched.Length + BitsInWord - 1) / BitsInWord];
        for (var part = 0; part < _touched.Length; part++)
            bits[part / BitsInWord] |= (_touched[part] ? 1UL : 0) << (part % BitsInWord);
        return bits;
    }

    /// <summary>Adds the marks of another gradient of the same table, as <see cref="Pack"/> gives them.</summary>
    public void Mark(ReadOnlySpan<ulong> bits)
    {
        HasMarks = true;
        for (var part = 0; part < _touched.Length; part++)
            _touched[part] |= (bits[part / BitsInWord] >> (part % BitsInWord) & 1) != 0;
    }

    /// <summary>Forgets all marks: the gradient may come from anywhere again.</summary>
    public void Clear()
    {
        HasMarks = false;
        Array.Clear(_touched);
    }

    /// <summary>How far, from a part's first number on, all parts are touched or all are not.</summary>
    /// <param name="start">A multiple of <see cref="PartLength"/>.</param>
    /// <param name="end">The stretch ends here at the latest.</param>
    public (bool IsTouched, int Length) Stretch(long start, long end)
    {
        if (!HasMarks)
            return (true, (int)(end - start));
        var parts = _touched.AsSpan((int)(start / PartLength), (int)((end - start + PartLength - 1) / PartLength));
        var same = parts.IndexOf(!parts[0]);
        return (parts[0], (int)Math.Min(end - start, same < 0 ? end : (long)same * PartLength));
    }
}
