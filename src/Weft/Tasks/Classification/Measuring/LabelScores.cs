namespace Weft.Tasks.Classification.Measuring;

/// <summary>One label on a split.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Texts">Texts that have it.</param>
/// <param name="Predicted">Texts for which it was predicted.</param>
/// <param name="Correct">Texts that have it and for which it was predicted.</param>
/// <param name="F1">The harmonic mean of precision and recall: 0 where nothing of it is right, null where it has neither texts nor predictions.</param>
/// <param name="Loss">Mean plain negative log-likelihood of the texts that have it, nats; null where there are none.</param>
internal sealed record LabelScores(string Label, long Texts, long Predicted, long Correct, double? F1, double? Loss)
{
    /// <summary>Share of its texts for which it was predicted; null where there are none.</summary>
    public double? Recall => Texts > 0 ? (double)Correct / Texts : null;

    /// <summary>Share of its predictions that are right; null where there are none.</summary>
    public double? Precision => Predicted > 0 ? (double)Correct / Predicted : null;
}
