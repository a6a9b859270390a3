using Weft.Workers;

namespace Weft.Evaluation.Measures;

/// <summary>Scores by the target's tag, for example its part of speech.</summary>
/// <param name="names">The names of the tags, by their numbers; empty without tags.</param>
internal sealed class TagLosses(IReadOnlyList<string> names) : ITokenCollector
{
    private readonly GroupSums _sums = new(names.Count);

    /// <inheritdoc/>
    public void Take(in ScoredToken token)
    {
        if (names.Count > 0)
            _sums.Add(token.Tag, token);
    }

    /// <inheritdoc/>
    public void Merge(IWorkers workers) => _sums.Merge(workers);

    /// <summary>The tags that have targets, the most frequent first; tags that are equally frequent by name.</summary>
    public IReadOnlyList<TagScores> Report() =>
    [
        .. Enumerable.Range(0, names.Count).Where(_sums.HasTokens).Select(tag => new TagScores(names[tag], _sums[tag]))
            .OrderByDescending(tag => tag.Scores.Tokens).ThenBy(tag => tag.Tag, StringComparer.Ordinal),
    ];
}

/// <summary>The targets with one tag.</summary>
/// <param name="Tag">The tag's name.</param>
/// <param name="Scores">How well they are predicted.</param>
public sealed record TagScores(string Tag, Scores Scores);
