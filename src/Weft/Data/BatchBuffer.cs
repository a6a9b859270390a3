namespace Weft.Data;

/// <summary>One batch in managed memory, which any thread may fill; its arrays serve batch after batch.</summary>
public sealed class BatchBuffer
{
    private long[] _ids = [];
    private long[] _targets = [];
    private int _elements;

    /// <summary>Which chunks the batch holds, a row each.</summary>
    public IReadOnlyList<long> Chunks { get; private set; } = [];

    /// <summary>How many targets they score together.</summary>
    public long ScoredTargets { get; private set; }

    /// <summary>The inputs, [batch, time].</summary>
    internal ReadOnlySpan<long> Ids => _ids.AsSpan(0, _elements);

    /// <summary>The targets, [batch, time].</summary>
    internal ReadOnlySpan<long> Targets => _targets.AsSpan(0, _elements);

    /// <summary>Replaces the content by these chunks.</summary>
    internal void Fill(ChunkSet chunks, long[] chosen)
    {
        _elements = chosen.Length * chunks.Time;
        if (_ids.Length < _elements)
            (_ids, _targets) = (new long[_elements], new long[_elements]);
        chunks.Fill(chosen, _ids.AsSpan(0, _elements), _targets.AsSpan(0, _elements));
        var scored = 0L;
        foreach (var chunk in chosen)
            scored += chunks.ScoredTargets(chunk);
        (Chunks, ScoredTargets) = (chosen, scored);
    }
}
