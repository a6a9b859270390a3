using Weft.Evaluation;
using Weft.Evaluation.Confusion;
using Weft.Evaluation.Plots;
using Weft.Evaluation.Reports;

namespace Weft.Tasks.Classification;

/// <summary>Everything that is measured of a classifier on a split. Each text is counted once.</summary>
internal sealed record ClassificationReport : IEvaluationReport
{
    /// <summary>The name of the figure that decides.</summary>
    public const string AccuracyName = "accuracy";

    /// <summary>The split, or what a text of its own is called.</summary>
    public required string Split { get; init; }

    /// <summary>After how many updates of the training the weights were taken.</summary>
    public required long Step { get; init; }

    /// <summary>Whether these are the weights that the update left, or their running mean.</summary>
    public required WeightsChoice Weights { get; init; }

    /// <summary>What the figures depend on besides the model; compare only equal ones.</summary>
    public required string Signature { get; init; }

    /// <summary>Texts scored.</summary>
    public required long Texts { get; init; }

    /// <summary>Texts of the split that have no token, and are not scored.</summary>
    public long TextsWithoutToken { get; init; }

    /// <summary>Texts of which the model saw the beginning alone, since they are longer than <c>training.context</c>.</summary>
    public long TextsCut { get; init; }

    /// <summary>Mean plain negative log-likelihood, nats a text.</summary>
    public required double Loss { get; init; }

    /// <summary>Texts whose label was the likeliest.</summary>
    public required long Correct { get; init; }

    /// <summary>Share of texts whose label was the likeliest.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Each label by itself, in the order of the model's classes.</summary>
    public required IReadOnlyList<LabelScores> Labels { get; init; }

    /// <summary>Which labels are taken for which.</summary>
    public required ConfusionReport Confusion { get; init; }

    /// <summary>The figures of a quick evaluation.</summary>
    internal static EvaluationResult ResultOf(double loss, long texts, double accuracy, string signature) =>
        new(loss, texts, signature, new Figures { { AccuracyName, accuracy } });

    /// <inheritdoc/>
    public EvaluationResult ToResult() => ResultOf(Loss, Texts, Accuracy, Signature);

    /// <inheritdoc/>
    Figures IEvaluationReport.ToDetails() => new()
    {
        // What guessing the most frequent label would reach.
        { "majorityShare", (double)Labels.Max(label => label.Texts) / Texts },
    };

    /// <inheritdoc/>
    int IEvaluationReport.CountPictures() => 1;

    /// <inheritdoc/>
    void IEvaluationReport.WriteDetails(string folder, Action drawn)
    {
        Directory.CreateDirectory(folder);
        CsvTable.Write(
            Path.Combine(folder, "labels.csv"), ["label", "texts", "predicted", "correct", "recall", "precision", "loss"],
            Labels.Select(label => new object?[] { label.Label, label.Texts, label.Predicted, label.Correct, label.Recall, label.Precision, label.Loss }));
        ReportTables.WriteConfusions(folder, Confusion, "targetTexts");
        Pictures.Write(
            Path.Combine(folder, "confusion-matrix"),
            () => ConfusionPlot.Draw(Confusion.Matrix, $"Predictions for each label, {Split} split, {Texts:N0} texts", "label"));
        drawn();
    }
}

/// <summary>One label on a split.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Texts">Texts that have it.</param>
/// <param name="Predicted">Texts for which it was predicted.</param>
/// <param name="Correct">Texts that have it and for which it was predicted.</param>
/// <param name="Loss">Mean plain negative log-likelihood of the texts that have it, nats; null where there are none.</param>
internal sealed record LabelScores(string Label, long Texts, long Predicted, long Correct, double? Loss)
{
    /// <summary>Share of its texts for which it was predicted; null where there are none.</summary>
    public double? Recall => Texts > 0 ? (double)Correct / Texts : null;

    /// <summary>Share of its predictions that are right; null where there are none.</summary>
    public double? Precision => Predicted > 0 ? (double)Correct / Predicted : null;
}
