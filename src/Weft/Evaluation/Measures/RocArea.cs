using Weft.Workers;

namespace Weft.Evaluation.Measures;

/// <summary>
/// The area under the ROC curve (Hanley and McNeil 1982): of all pairs of a text that has a label and one that has not, the share in which the
/// former has the higher score, equal scores counted half. It is Mann and Whitney's statistic (1947) with mean ranks for ties, exactly.
/// </summary>
/// <remarks>It needs all scores at once: 16 bytes a text.</remarks>
internal sealed class RocArea
{
    private List<Entry> _texts = [];

    /// <summary>Takes a text.</summary>
    /// <param name="score">The higher, the more the label is expected.</param>
    /// <param name="hasLabel">Whether the text has it.</param>
    public void Take(double score, bool hasLabel) => _texts.Add(new Entry(score, hasLabel));

    /// <summary>Adds what the other workers took. To be called once, after the last text.</summary>
    public void Merge(IWorkers workers) => _texts = [.. workers.Gather(_texts.ToArray())];

    /// <summary>The area, 0 to 1; null where all texts have the label, or none has. The order of the texts changes nothing.</summary>
    public double? Report()
    {
        // Halves of pairs, so that all stays whole.
        var (halves, with, without) = (0L, 0L, 0L);
        _texts.Sort(static (one, other) => one.Score.CompareTo(other.Score));
        for (var next = 0; next < _texts.Count;)
        {
            var (score, here, others) = (_texts[next].Score, 0L, 0L);
            for (; next < _texts.Count && _texts[next].Score.Equals(score); next++)
            {
                if (_texts[next].HasLabel)
                    here++;
                else
                    others++;
            }
            halves += here * (2 * without + others);
            with += here;
            without += others;
        }
        return with > 0 && without > 0 ? halves / (2.0 * with * without) : null;
    }

    private readonly record struct Entry(double Score, bool HasLabel);
}
