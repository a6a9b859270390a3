using Weft.Evaluation.Reports;
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
