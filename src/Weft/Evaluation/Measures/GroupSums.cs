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

/// <summary>How well a model predicts some targets.</summary>
/// <param name="Tokens">How many there are.</param>
/// <param name="Correct">How many were the likeliest token.</param>
/// <param name="TopFive">How many were among the five likeliest tokens.</param>
/// <param name="Loss">Mean plain negative log-likelihood, nats a token.</param>
/// <param name="Perplexity">exp(<paramref name="Loss"/>).</param>
/// <param name="Accuracy"><paramref name="Correct"/> over <paramref name="Tokens"/>.</param>
/// <param name="TopFiveAccuracy"><paramref name="TopFive"/> over <paramref name="Tokens"/>.</param>
public sealed record Scores(long Tokens, long Correct, long TopFive, double Loss, double Perplexity, double Accuracy, double TopFiveAccuracy)
{
    /// <summary>Works out the means of sums over at least one target.</summary>
    internal static Scores Of(long tokens, long correct, long topFive, double lossSum)
    {
        var loss = lossSum / tokens;
        return new Scores(
            tokens, correct, topFive, loss, Math.Min(double.MaxValue, Math.Exp(loss)), (double)correct / tokens, (double)topFive / tokens);
    }
}
