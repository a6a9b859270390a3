using Weft.Evaluation;
using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Plots;
using Weft.Evaluation.Reports;

namespace Weft.Tasks.Tagging;

/// <summary>Everything that is measured of a tagger on a split. Each word is counted once.</summary>
internal sealed record TaggingReport : IEvaluationReport
{
    private const string SpanF1 = "spanF1";

    /// <inheritdoc/>
    public required string Split { get; init; }

    /// <inheritdoc/>
    public required long Step { get; init; }

    /// <inheritdoc/>
    public required WeightsChoice Weights { get; init; }

    /// <summary>What the figures depend on besides the model; compare only equal ones.</summary>
    public required string Signature { get; init; }

    /// <summary>Words scored.</summary>
    public required long Words { get; init; }

    /// <summary>Sentences that they stand in.</summary>
    public required long Sentences { get; init; }

    /// <summary>Sentences of which every word has the right tag.</summary>
    public required long WholeSentences { get; init; }

    /// <summary>Sentences that are longer than <c>training.context</c>: their pieces were tagged each by itself.</summary>
    public long SentencesCut { get; init; }

    /// <summary>Mean plain negative log-likelihood, nats a word.</summary>
    public required double Loss { get; init; }

    /// <summary>Words whose tag was the likeliest.</summary>
    public required long Correct { get; init; }

    /// <summary>Share of words whose tag was the likeliest.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Where the accuracy lies with 95 % confidence, by which sentences the split has: see <see cref="Bootstrap"/>.</summary>
    public required Interval AccuracyInterval { get; init; }

    /// <summary>The mean F1 of the tags that have words or predictions, each counted alike.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Spans of words; null where tags mark none.</summary>
    public required SpanReport? Spans { get; init; }

    /// <summary>Whether the probability of the likeliest tag and the accuracy agree.</summary>
    public required CalibrationReport Calibration { get; init; }

    /// <summary>Each tag by itself, in the order of the model's classes.</summary>
    public required IReadOnlyList<TagScores> Tags { get; init; }

    /// <summary>Which tags are taken for which.</summary>
    public required ConfusionReport Confusion { get; init; }

    /// <summary>Figures of the program's own; null where there are none.</summary>
    public Figures? Own { get; init; }

    /// <summary>The figures of a quick evaluation.</summary>
    internal static EvaluationResult ResultOf(double loss, long words, double accuracy, string signature, Figures? own) =>
        new EvaluationResult(loss, words, signature, new Figures { { LanguageFigures.Accuracy, accuracy } }).With(own);

    /// <inheritdoc/>
    public EvaluationResult ToResult() => ResultOf(Loss, Words, Accuracy, Signature, Own);

    /// <inheritdoc/>
    Figures IEvaluationReport.ToDetails()
    {
        var details = new Figures { { "macroF1", MacroF1 } };
        if (Spans is not null)
        {
            details.Add(SpanF1, Spans.All.F1);
            FigureIntervals.Add(details, SpanF1, Spans.F1Interval);
        }
        details.Add("sentenceAccuracy", (double)WholeSentences / Sentences);
        details.Add("calibrationError", Calibration.ExpectedError);
        // What guessing the most frequent tag would reach.
        details.Add("majorityShare", (double)Tags.Max(tag => tag.Words) / Words);
        FigureIntervals.Add(details, LanguageFigures.Accuracy, AccuracyInterval);
        return details;
    }

    /// <inheritdoc/>
    int IEvaluationReport.CountPictures() => 2;

    /// <inheritdoc/>
    void IEvaluationReport.WriteDetails(string folder, Action drawn)
    {
        Directory.CreateDirectory(folder);
        CsvTable.Write(
            Path.Combine(folder, "tags.csv"), ["tag", "words", "predicted", "correct", "recall", "precision", "f1", "loss"],
            Tags.Select(tag => new object?[] { tag.Tag, tag.Words, tag.Predicted, tag.Correct, tag.Recall, tag.Precision, tag.F1, tag.Loss }));
        if (Spans is not null)
        {
            CsvTable.Write(
                Path.Combine(folder, "spans.csv"), ["kind", "spans", "predicted", "correct", "recall", "precision", "f1"],
                Spans.Kinds.Prepend(Spans.All).Select(kind => new object?[] { kind.Kind ?? "all", kind.Spans, kind.Predicted, kind.Correct, kind.Recall, kind.Precision, kind.F1 }));
        }
        ReportTables.WriteCalibration(folder, Calibration, "words");
        ReportTables.WriteConfusions(folder, Confusion, "targetWords");
        Pictures.Write(
            Path.Combine(folder, "confusion-matrix"),
            () => ConfusionPlot.Draw(Confusion.Matrix, $"Predictions for each tag, {Split} split, {Words:N0} words", "tag"));
        drawn();
        Pictures.Write(Path.Combine(folder, "calibration"), () => ReliabilityPlot.Draw(Split, Calibration, "tag"));
        drawn();
    }
}
