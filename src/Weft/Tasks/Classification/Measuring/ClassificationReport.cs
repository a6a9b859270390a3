using Weft.Evaluation;
using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Plots;
using Weft.Evaluation.Reports;

namespace Weft.Tasks.Classification.Measuring;

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

    /// <summary>Where the accuracy lies with 95 % confidence, by which texts the split has: see <see cref="Bootstrap"/>.</summary>
    public required Interval AccuracyInterval { get; init; }

    /// <summary>The mean F1 of the labels that have texts or predictions, each counted alike.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Where <see cref="MacroF1"/> lies with 95 % confidence.</summary>
    public required Interval MacroF1Interval { get; init; }

    /// <summary>The mean F1 of the labels, each counted as it has texts.</summary>
    public required double WeightedF1 { get; init; }

    /// <summary>The area under the ROC curve of the probability of the second of two labels; null where there are not two, or one of them has no text.</summary>
    public required double? Auc { get; init; }

    /// <summary>Whether the probability of the likeliest label and the accuracy agree.</summary>
    public required CalibrationReport Calibration { get; init; }

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
    Figures IEvaluationReport.ToDetails()
    {
        const string macro = "macroF1";
        var details = new Figures
        {
            { macro, MacroF1 },
            { "weightedF1", WeightedF1 },
            { "auc", Auc },
            { "calibrationError", Calibration.ExpectedError },
            // What guessing the most frequent label would reach.
            { "majorityShare", (double)Labels.Max(label => label.Texts) / Texts },
        };
        FigureIntervals.Add(details, AccuracyName, AccuracyInterval);
        FigureIntervals.Add(details, macro, MacroF1Interval);
        return details;
    }

    /// <inheritdoc/>
    int IEvaluationReport.CountPictures() => 2;

    /// <inheritdoc/>
    void IEvaluationReport.WriteDetails(string folder, Action drawn)
    {
        Directory.CreateDirectory(folder);
        CsvTable.Write(
            Path.Combine(folder, "labels.csv"), ["label", "texts", "predicted", "correct", "recall", "precision", "f1", "loss"],
            Labels.Select(label => new object?[] { label.Label, label.Texts, label.Predicted, label.Correct, label.Recall, label.Precision, label.F1, label.Loss }));
        ReportTables.WriteCalibration(folder, Calibration, "texts");
        ReportTables.WriteConfusions(folder, Confusion, "targetTexts");
        Pictures.Write(
            Path.Combine(folder, "confusion-matrix"),
            () => ConfusionPlot.Draw(Confusion.Matrix, $"Predictions for each label, {Split} split, {Texts:N0} texts", "label"));
        drawn();
        Pictures.Write(Path.Combine(folder, "calibration"), () => ReliabilityPlot.Draw(Split, Calibration, "label"));
        drawn();
    }
}
