using Weft.Evaluation;
using Weft.Evaluation.Reports;

namespace Weft.Tasks.Own;

/// <summary>Everything that is measured of the model of a program's own task on a split.</summary>
internal sealed record OwnTaskReport : IEvaluationReport
{
    /// <inheritdoc/>
    public required string Split { get; init; }

    /// <inheritdoc/>
    public required long Step { get; init; }

    /// <inheritdoc/>
    public required WeightsChoice Weights { get; init; }

    /// <summary>What the figures depend on besides the model; compare only equal ones.</summary>
    public required string Signature { get; init; }

    /// <summary>Targets scored.</summary>
    public required long Targets { get; init; }

    /// <summary>Mean plain negative log-likelihood, nats a target.</summary>
    public required double Loss { get; init; }

    /// <summary>Share of targets whose class was the likeliest.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Each class by itself, in the order of the task's.</summary>
    public required IReadOnlyList<ClassScores> Classes { get; init; }

    /// <summary>Figures of the program's own; null where there are none.</summary>
    public Figures? Own { get; init; }

    /// <summary>The figures of a quick evaluation.</summary>
    internal static EvaluationResult ResultOf(double loss, long targets, double accuracy, string signature, Figures? own) =>
        new EvaluationResult(loss, targets, signature, new Figures { { LanguageFigures.Accuracy, accuracy } }).With(own);

    /// <inheritdoc/>
    public EvaluationResult ToResult() => ResultOf(Loss, Targets, Accuracy, Signature, Own);

    /// <inheritdoc/>
    Figures IEvaluationReport.ToDetails() => new()
    {
        // What guessing the most frequent class would reach.
        { "majorityShare", (double)Classes.Max(entry => entry.Targets) / Targets },
    };

    /// <inheritdoc/>
    int IEvaluationReport.CountPictures() => 0;

    /// <inheritdoc/>
    void IEvaluationReport.WriteDetails(string folder, Action drawn)
    {
        Directory.CreateDirectory(folder);
        CsvTable.Write(
            Path.Combine(folder, "classes.csv"), ["class", "targets", "predicted", "correct"],
            Classes.Select(entry => new object?[] { entry.Class, entry.Targets, entry.Predicted, entry.Correct }));
    }
}

/// <summary>One class on a split.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Targets">Targets that are it.</param>
/// <param name="Predicted">Targets for which it was predicted.</param>
/// <param name="Correct">Targets that are it and for which it was predicted.</param>
internal sealed record ClassScores(string Class, long Targets, long Predicted, long Correct);
