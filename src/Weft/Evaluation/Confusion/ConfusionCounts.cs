using Weft.Evaluation.Measures;
using Weft.Foundation.Counting;
using Weft.Workers;

namespace Weft.Evaluation.Confusion;

/// <summary>
/// How often each token was predicted where each other was right: exact counts, of the pairs that occur. A square of 33,278 classes has
/// 1.1 billion places, of which an evaluation touches at most one for each target.
/// </summary>
/// <param name="places">Places of the table of counts.</param>
/// <param name="folder">Where temporary files go; null is the system's own place for them.</param>
internal sealed class ConfusionCounts(int places = ConfusionCounts.UsualPlaces, string? folder = null) : ITokenCollector, IDisposable
{
    // 16 MB: over 780,000 different pairs.
    private const int UsualPlaces = 1 << 20;

    private PairCounts<long> _counts = New(places, folder);

    /// <inheritdoc/>
    public void Take(in ScoredToken token) => _counts.Add(PairKey.Of(token.Target, token.Predicted), 1);

    /// <inheritdoc/>
    public void Merge(IWorkers workers)
    {
        if (workers.Count == 1)
            return;
        var all = New(places, folder);
        // Of each worker as many at a time as the table has places, until none has any left.
        using var own = _counts.Read().Chunk(places).GetEnumerator();
        while (workers.Gather(own.MoveNext() ? own.Current : []) is { Length: > 0 } block)
        {
            foreach (var pair in block)
                all.Add(pair.Key, pair.Count);
        }
        _counts.Dispose();
        _counts = all;
    }

    /// <summary>All pairs, by target (the first id), then by predicted token (the second); to be read once, after the last target.</summary>
    public IEnumerable<PairCount<long>> Read() => _counts.Read();

    /// <summary>Deletes the temporary files.</summary>
    public void Dispose() => _counts.Dispose();

    private static PairCounts<long> New(int places, string? folder) => new(places, folder ?? Path.GetTempPath());
}
