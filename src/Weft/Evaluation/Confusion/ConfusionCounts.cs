using Weft.Evaluation.Measures;

namespace Weft.Evaluation.Confusion;

/// <summary>
/// How often each token was predicted where each other was right: exact counts, of the pairs that occur. A square of 33,278 classes has
/// 1.1 billion places, of which an evaluation touches at most one for each target. So pairs are counted in a table of bounded size; when it
/// is full its content goes, sorted, into a temporary file, and in the end all files are merged.
/// </summary>
internal sealed class ConfusionCounts : ITokenCollector, IDisposable
{
    // 16 MB: over 780,000 different pairs.
    private const int UsualPlaces = 1 << 20;

    // Merged into one when there are so many, so that few files are ever open.
    private const int MostRuns = 64;

    private readonly PairTable _table;
    private readonly string _folder;
    private List<PairRun> _runs = [];

    /// <param name="places">Places of the table, a power of two.</param>
    /// <param name="folder">Where temporary files go; null is the system's own place for them.</param>
    public ConfusionCounts(int places = UsualPlaces, string? folder = null) => (_table, _folder) = (new PairTable(places), folder ?? Path.GetTempPath());

    /// <inheritdoc/>
    public void Take(in ScoredToken token)
    {
        var key = PairCount.KeyOf(token.Target, token.Predicted);
        if (_table.TryAdd(key))
            return;
        _runs.Add(new PairRun(_folder, _table.Drain()));
        if (_runs.Count == MostRuns)
            MergeRuns();
        _table.TryAdd(key);
    }

    /// <summary>All pairs, by target, then by predicted token; to be read once, after the last target.</summary>
    public IEnumerable<PairCount> Read() => PairMerge.Merge([.. _runs.Select(run => run.Read()), _table.Drain()]);

    /// <summary>Deletes the temporary files.</summary>
    public void Dispose() => _runs.ForEach(run => run.Dispose());

    private void MergeRuns()
    {
        var merged = new PairRun(_folder, PairMerge.Merge([.. _runs.Select(run => run.Read())]));
        _runs.ForEach(run => run.Dispose());
        _runs = [merged];
    }
}
