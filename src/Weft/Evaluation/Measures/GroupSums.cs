using Weft.Evaluation.Reports;
using Weft.Workers;

namespace Weft.Evaluation.Measures;

/// <summary>What the targets of several groups add up to: counts as whole numbers, and losses as exactly.</summary>
/// <param name="groups">How many groups there are.</param>
internal sealed class GroupSums(int groups)
{
    private readonly long[] _tokens = new long[groups];
    private readonly long[] _correct = new long[groups];
    private readonly long[] _topFive = new long[groups];
    private readonly ExactSums _losses = new(groups);

    /// <summary>How many groups there are.</summary>
    public int Count => groups;

    /// <summary>Adds a target to a group.</summary>
    public void Add(int group, in ScoredToken token)
    {
        _tokens[group]++;
        _correct[group] += token.IsCorrect ? 1 : 0;
        _topFive[group] += token.IsInTopFive ? 1 : 0;
        _losses.Add(group, token.Loss);
    }

    /// <summary>Adds the groups of the other workers.</summary>
    public void Merge(IWorkers workers)
    {
        workers.Sum(_tokens);
        workers.Sum(_correct);
        workers.Sum(_topFive);
        _losses.Merge(workers);
    }

    /// <summary>Whether a group has targets; the others have no scores.</summary>
    public bool HasTokens(int group) => _tokens[group] > 0;

    /// <summary>A group's scores.</summary>
    public Scores this[int group] => Scores.Of(_tokens[group], _correct[group], _topFive[group], _losses[group]);
}
