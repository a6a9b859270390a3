namespace Weft.Tasks.Tagging;

/// <summary>One tag on a split.</summary>
/// <param name="Tag">Its name.</param>
/// <param name="Words">Words that have it.</param>
/// <param name="Predicted">Words for which it was predicted.</param>
/// <param name="Correct">Words that have it and for which it was predicted.</param>
/// <param name="F1">The harmonic mean of precision and recall: 0 where nothing of it is right, null where it has neither words nor predictions.</param>
/// <param name="Loss">Mean plain negative log-likelihood of the words that have it, nats; null where there are none.</param>
internal sealed record TagScores(string Tag, long Words, long Predicted, long Correct, double? F1, double? Loss)
{
    /// <summary>Share of its words for which it was predicted; null where there are none.</summary>
    public double? Recall => Words > 0 ? (double)Correct / Words : null;

    /// <summary>Share of its predictions that are right; null where there are none.</summary>
    public double? Precision => Predicted > 0 ? (double)Correct / Predicted : null;
}
