namespace Weft.Foundation.Counting;

/// <summary>
/// Values by short texts: a table with open addressing and linear probing, the texts side by side in one array. A look-up touches two
/// places of memory and allocates nothing, where a dictionary of strings touches four. Not for several threads.
/// </summary>
/// <typeparam name="TValue">What belongs to a text.</typeparam>
internal sealed class SpanTable<TValue>
    where TValue : unmanaged
{
    private const int FewestSlots = 16;

    private Slot[] _slots = new Slot[FewestSlots];
    private char[] _texts = [];
    private int _used;

    /// <summary>How many texts there are.</summary>
    public int Count { get; private set; }

    /// <summary>The length of all texts together, in UTF-16 units.</summary>
    public int Characters => _used;

    /// <summary>The texts and their values, in no order that could be relied on; valid until the table changes.</summary>
    public IEnumerable<(ReadOnlyMemory<char> Text, TValue Value)> Entries
    {
        get
        {
            foreach (var slot in _slots)
            {
                if (!slot.IsFree)
                    yield return (_texts.AsMemory(slot.Start, slot.Length), slot.Value);
            }
        }
    }

    /// <summary>Finds the value of a text.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(ReadOnlySpan<char> text, out TValue value)
    {
        ref var slot = ref Find(text, string.GetHashCode(text, StringComparison.Ordinal));
        value = slot.Value;
        return !slot.IsFree;
    }

    /// <summary>The value of a text, which is added with the default value where it is new; valid until the table changes.</summary>
    public ref TValue GetOrAdd(ReadOnlySpan<char> text) => ref GetOrAdd(text, string.GetHashCode(text, StringComparison.Ordinal));

    /// <summary>Calls <paramref name="merge"/> with the value of each of another's texts in this table, new ones added, and the other's value.</summary>
    public void Merge(SpanTable<TValue> other, Merging merge)
    {
        foreach (ref readonly var slot in other._slots.AsSpan())
        {
            if (!slot.IsFree)
                merge(ref GetOrAdd(other.TextOf(slot), slot.Hash), slot.Value);
        }
    }

    /// <summary>Forgets everything but keeps the memory.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        (Count, _used) = (0, 0);
    }

    private ref TValue GetOrAdd(ReadOnlySpan<char> text, int hash)
    {
        ref var slot = ref Find(text, hash);
        if (slot.IsFree)
        {
            if (Count >= _slots.Length / 8 * 5)
            {
                Grow();
                slot = ref Find(text, hash);
            }
            slot = new Slot { Hash = hash, Start = Append(text), Mark = text.Length + 1 };
            Count++;
        }
        return ref slot.Value;
    }

    // The slot of the text, or the free one where it belongs.
    private ref Slot Find(ReadOnlySpan<char> text, int hash)
    {
        var last = _slots.Length - 1;
        for (var place = hash & last; ; place = (place + 1) & last)
        {
            ref var slot = ref _slots[place];
            if (slot.IsFree || (slot.Hash == hash && text.SequenceEqual(TextOf(slot))))
                return ref slot;
        }
    }

    private ReadOnlySpan<char> TextOf(in Slot slot) => _texts.AsSpan(slot.Start, slot.Length);

    private int Append(ReadOnlySpan<char> text)
    {
        var start = _used;
        var end = checked(start + text.Length);
        if (end > _texts.Length)
            Array.Resize(ref _texts, (int)Math.Min(Array.MaxLength, Math.Max(end, 2L * _texts.Length)));
        text.CopyTo(_texts.AsSpan(start));
        _used = end;
        return start;
    }

    private void Grow()
    {
        var before = _slots;
        _slots = new Slot[2 * before.Length];
        var last = _slots.Length - 1;
        foreach (ref readonly var slot in before.AsSpan())
        {
            if (slot.IsFree)
                continue;
            var place = slot.Hash & last;
            while (!_slots[place].IsFree)
                place = (place + 1) & last;
            _slots[place] = slot;
        }
    }

    /// <summary>Puts another table's value to the one that is there.</summary>
    internal delegate void Merging(ref TValue value, TValue other);

    private struct Slot
    {
        public int Hash;
        public int Start;

        /// <summary>One more than the length; 0 where the slot is free.</summary>
        public int Mark;
        public TValue Value;

        public readonly bool IsFree => Mark == 0;

        public readonly int Length => Mark - 1;
    }
}
