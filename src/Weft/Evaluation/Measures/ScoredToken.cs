namespace Weft.Evaluation.Measures;

/// <summary>One target and what the model made of it.</summary>
/// <param name="Target">The token.</param>
/// <param name="Predicted">The likeliest token, the first of several.</param>
/// <param name="Rank">How many tokens come before the target: likelier ones, and equally likely ones with lower ids.</param>
/// <param name="Loss">The target's plain negative log-likelihood, nats.</param>
/// <param name="Confidence">The probability of the likeliest token.</param>
/// <param name="Position">How many tokens of the text, the one before the target included, the model saw: from 1.</param>
/// <param name="Tag">The number of the target's tag; 0 where there are no tags.</param>
public readonly record struct ScoredToken(int Target, int Predicted, int Rank, double Loss, double Confidence, int Position, int Tag)
{
    /// <summary>The target's place in the split, from 0.</summary>
    public long Place { get; init; }

    /// <summary>How many of the likeliest tokens are looked at for the wider accuracy.</summary>
    internal const int Wide = 5;

    /// <summary>Whether the target is the likeliest token.</summary>
    public bool IsCorrect => Rank == 0;

    /// <summary>Whether the target is among the five likeliest tokens.</summary>
    public bool IsInTopFive => Rank < Wide;
}
