namespace Weft.Data;

/// <summary>One batch in managed memory, which any thread may fill; its arrays serve batch after batch.</summary>
internal sealed class BatchBuffer
{
    private long[] _ids = [];
    private long[] _targets = [];
    private ChunkRange[] _ranges = [];
    private int _elements;
    private int _shortest;

    /// <summary>Which chunks the batch holds, a row each.</summary>
    public IReadOnlyList<long> Chunks { get; private set; } = [];

    /// <summary>How many targets they score together.</summary>
    public long ScoredTargets { get; private set; }

    /// <summary>The length of the longest row: what the others are padded to.</summary>
    public int Time { get; private set; }

    /// <summary>As in <see cref="Batch.Starts"/>.</summary>
    internal IReadOnlyList<int>? Starts { get; private set; }

    /// <summary>The inputs, [batch, time].</summary>
    internal ReadOnlySpan<long> Ids => _ids.AsSpan(0, _elements);

    /// <summary>The targets, [batch, time].</summary>
    internal ReadOnlySpan<long> Targets => _targets.AsSpan(0, _elements);

    /// <summary>Replaces the content by these chunks.</summary>
    /// <param name="chunks">Where they are.</param>
    /// <param name="epoch">The epoch in which they were chosen.</param>
    /// <param name="chosen">Their numbers.</param>
    /// <param name="dropout">Takes words out of the inputs; null takes none.</param>
    internal void Fill(ChunkSource chunks, long epoch, long[] chosen, WordDropout? dropout = null)
    {
        Measure(chunks, epoch, chosen);
        _elements = chosen.Length * Time;
        if (_ids.Length < _elements)
            (_ids, _targets) = (new long[_elements], new long[_elements]);
        var isLeft = chunks.Padding == PaddingSide.Left;
        var starts = isLeft && _shortest < Time ? new int[chosen.Length] : null;
        var scored = 0L;
        for (var row = 0; row < chosen.Length; row++)
        {
            var range = _ranges[row];
            var start = isLeft ? Time - range.Length : 0;
            var ids = _ids.AsSpan(row * Time, Time);
            var targets = _targets.AsSpan(row * Time, Time);
            if (range.Length < Time)
            {
                ids.Fill(chunks.StartId);
                targets.Fill(ChunkSource.Ignored);
            }
            chunks.Read(range, ids.Slice(start, range.Length), targets.Slice(start, range.Length));
            dropout?.Apply(ids.Slice(start, range.Length), row);
            if (starts is not null)
                starts[row] = start;
            scored += range.Scored;
        }
        (Chunks, ScoredTargets, Starts) = (chosen, scored, starts);
    }

    private void Measure(ChunkSource chunks, long epoch, long[] chosen)
    {
        if (_ranges.Length < chosen.Length)
            _ranges = new ChunkRange[chosen.Length];
        (Time, _shortest) = (0, int.MaxValue);
        for (var row = 0; row < chosen.Length; row++)
        {
            _ranges[row] = chunks.RangeOf(epoch, chosen[row]);
            Time = Math.Max(Time, _ranges[row].Length);
            _shortest = Math.Min(_shortest, _ranges[row].Length);
        }
    }
}
