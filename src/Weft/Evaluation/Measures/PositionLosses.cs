using Weft.Workers;

namespace Weft.Evaluation.Measures;

/// <summary>Scores by how much of the text the model saw before the target.</summary>
/// <param name="context">The most tokens that it sees.</param>
internal sealed class PositionLosses(int context) : ITokenCollector
{
    private readonly GroupSums _sums = new(context + 1);

    /// <inheritdoc/>
    public void Take(in ScoredToken token) => _sums.Add(token.Position, token);

    /// <inheritdoc/>
    public void Merge(IWorkers workers) => _sums.Merge(workers);

    /// <summary>The positions that have targets, by rising position.</summary>
    public IReadOnlyList<PositionScores> Report() =>
        [.. Enumerable.Range(0, _sums.Count).Where(_sums.HasTokens).Select(position => new PositionScores(position, _sums[position]))];
}

/// <summary>The targets that were predicted from equally many tokens.</summary>
/// <param name="Position">How many tokens the model saw, the one before the target included: from 1 to the context. The token before the
/// first one of a split or document is the end-of-text token.</param>
/// <param name="Scores">How well the targets are predicted.</param>
public sealed record PositionScores(int Position, Scores Scores);
