namespace Weft.Evaluation.Confusion;

/// <summary>Which tokens are taken for which.</summary>
/// <param name="DistinctPairs">How many different pairs of target and prediction occur.</param>
/// <param name="Matrix">The most frequent words against each other.</param>
/// <param name="MostConfused">The pairs of different tokens that occur most often, the most frequent first; equally frequent ones by their ids.</param>
public sealed record ConfusionReport(long DistinctPairs, ConfusionMatrix Matrix, IReadOnlyList<ConfusedPair> MostConfused);

/// <summary>Counts of targets and predictions of some words.</summary>
/// <param name="Words">The words that stand most often in the training split, or in a text of its own, the most frequent first.</param>
/// <param name="Counts">For each word as target, a row: how often each word was predicted. The last row and the last column are all other
/// words together; labels have none where all of them are there. The counts sum to the targets of the split.</param>
public sealed record ConfusionMatrix(IReadOnlyList<string> Words, IReadOnlyList<IReadOnlyList<long>> Counts)
{
    /// <summary>What the last row and column are called.</summary>
    public const string Other = "other";

    /// <summary>The names of rows and columns.</summary>
    internal IReadOnlyList<string> Names => Counts.Count > Words.Count ? [.. Words, Other] : Words;
}

/// <summary>Two tokens, one of which was predicted where the other was right.</summary>
/// <param name="Target">The token that was right.</param>
/// <param name="Predicted">The token that was predicted.</param>
/// <param name="Count">How often.</param>
/// <param name="TargetTokens">How often the target was right, whatever was predicted.</param>
/// <param name="Share"><paramref name="Count"/> over <paramref name="TargetTokens"/>.</param>
public sealed record ConfusedPair(string Target, string Predicted, long Count, long TargetTokens, double Share);
