namespace Weft.Evaluation.Reports;

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
