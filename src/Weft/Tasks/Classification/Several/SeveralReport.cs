using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Tasks.Classification.Measuring;

namespace Weft.Tasks.Classification.Several;

/// <summary>Everything that is measured of a model that tells several labels of each text.</summary>
internal sealed record SeveralReport : IEvaluationReport
{
    /// <summary>The name of the figure that decides.</summary>
    public const string MicroF1Name = "microF1";

    private const string AccuracyName = "accuracy";

    private readonly long[][] _texts;
    private readonly Lazy<IReadOnlyList<Interval>> _intervals;

    /// <param name="texts">[texts][3]: labels that a text has, that were told, and that are right.</param>
    public SeveralReport(long[][] texts)
    {
        _texts = texts;
        // Behind the three sums whether all labels of a text are right, and one for each text.
        _intervals = new(() => Bootstrap.OfGroups(
            [.. texts.Select(text => (long[])[.. text, IsExact(text) ? 1 : 0, 1])], sums => F1(sums) ?? 0, sums => (double)sums[3] / sums[4]));
    }

    /// <inheritdoc/>
    public required string Split { get; init; }

    /// <inheritdoc/>
    public required long Step { get; init; }

    /// <inheritdoc/>
    public required WeightsChoice Weights { get; init; }

    /// <summary>What the figures depend on besides the model; compare only equal ones.</summary>
    public required string Signature { get; init; }

    /// <summary>Texts scored.</summary>
    public long Texts => _texts.Length;

    /// <summary>Texts of the split that have no token, and are not scored.</summary>
    public long TextsWithoutToken { get; init; }

    /// <summary>Texts of which the model saw the beginning alone, since they are longer than <c>training.context</c>.</summary>
    public long TextsCut { get; init; }

    /// <summary>Mean plain loss, nats a text: the sum of those of all labels.</summary>
    public required double Loss { get; init; }

    /// <summary>F1 of all labels of all texts together; 0 where nothing is right.</summary>
    public double MicroF1 => F1([_texts.Sum(text => text[0]), _texts.Sum(text => text[1]), _texts.Sum(text => text[2])]) ?? 0;

    /// <summary>Where <see cref="MicroF1"/> lies with 95 % confidence, by which texts the split has: see <see cref="Bootstrap"/>.</summary>
    public Interval MicroF1Interval => _intervals.Value[0];

    /// <summary>The mean F1 of the labels that some text has or was told, each counted alike.</summary>
    public double MacroF1 => Labels.Select(label => label.F1).OfType<double>().DefaultIfEmpty(0).Average();

    /// <summary>The share of texts of which all labels were told and no other.</summary>
    public double Accuracy => (double)_texts.Count(IsExact) / Texts;

    /// <summary>Where <see cref="Accuracy"/> lies with 95 % confidence.</summary>
    public Interval AccuracyInterval => _intervals.Value[1];

    /// <summary>Each label by itself, in the order of the model's classes.</summary>
    public required IReadOnlyList<LabelScores> Labels { get; init; }

    /// <summary>The harmonic mean of precision and recall; null where there is neither a label nor a prediction.</summary>
    /// <param name="counts">Labels that are there, that were told, and that are right.</param>
    public static double? F1(ReadOnlySpan<long> counts) => counts[0] + counts[1] > 0 ? 2.0 * counts[2] / (counts[0] + counts[1]) : null;

    /// <inheritdoc/>
    public EvaluationResult ToResult() => new(Loss, Texts, Signature, new Figures { { MicroF1Name, MicroF1 }, { AccuracyName, Accuracy } });

    /// <inheritdoc/>
    Figures IEvaluationReport.ToDetails()
    {
        var details = new Figures { { "macroF1", MacroF1 } };
        FigureIntervals.Add(details, MicroF1Name, MicroF1Interval);
        FigureIntervals.Add(details, AccuracyName, AccuracyInterval);
        return details;
    }

    /// <inheritdoc/>
    int IEvaluationReport.CountPictures() => 0;

    /// <inheritdoc/>
    void IEvaluationReport.WriteDetails(string folder, Action drawn)
    {
        Directory.CreateDirectory(folder);
        CsvTable.Write(
            Path.Combine(folder, "labels.csv"), ["label", "texts", "predicted", "correct", "recall", "precision", "f1"],
            Labels.Select(label => new object?[] { label.Label, label.Texts, label.Predicted, label.Correct, label.Recall, label.Precision, label.F1 }));
    }

    private static bool IsExact(long[] text) => text[0] == text[2] && text[1] == text[2];
}
