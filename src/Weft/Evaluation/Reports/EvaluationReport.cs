using System.Text.Json.Serialization;
using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;

namespace Weft.Evaluation.Reports;

/// <summary>Everything that is measured of a model on a split. Each target is counted once; padding and context are not.</summary>
public sealed record EvaluationReport : IEvaluationReport
{
    /// <summary>The split, or what a text of its own is called.</summary>
    public required string Split { get; init; }

    /// <summary>After how many updates of the training the weights were taken.</summary>
    public required long Step { get; init; }

    /// <summary>Whether these are the weights that the update left, or their running mean.</summary>
    public required WeightsChoice Weights { get; init; }

    /// <summary>What the perplexity depends on besides the model; compare only equal ones.</summary>
    public required string Signature { get; init; }

    /// <summary>Targets scored.</summary>
    public required long Tokens { get; init; }

    /// <summary>Mean plain negative log-likelihood, nats a token.</summary>
    public required double Loss { get; init; }

    /// <summary>exp(<see cref="Loss"/>).</summary>
    public required double Perplexity { get; init; }

    /// <summary>Targets that were the likeliest token.</summary>
    public required long Correct { get; init; }

    /// <summary>Share of targets that were the likeliest token.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Targets that were among the five likeliest tokens.</summary>
    public required long TopFive { get; init; }

    /// <summary>Share of targets that were among the five likeliest tokens.</summary>
    public required double TopFiveAccuracy { get; init; }

    /// <summary>How many tokens of the split are the unknown token; null where the vocabulary has none.</summary>
    public required long? Unknown { get; init; }

    /// <summary>Blank-separated words of the original text; null where they are not known.</summary>
    public required long? Words { get; init; }

    /// <summary>UTF-8 bytes of the original text; null where they are not known.</summary>
    public required long? Bytes { get; init; }

    /// <summary>Bits that the model needs for a word of the original text; null where not all of it was scored. Words that became the
    /// unknown token cost no more than that.</summary>
    public required double? BitsPerWord { get; init; }

    /// <summary>Bits that the model needs for a byte of the original text; null where not all of it was scored.</summary>
    public required double? BitsPerByte { get; init; }

    /// <summary>Whether confidence and accuracy agree.</summary>
    public required CalibrationReport Calibration { get; init; }

    /// <summary>Scores by the target's count in the training split; empty for a text of its own.</summary>
    public required IReadOnlyList<FrequencyBand> FrequencyBands { get; init; }

    /// <summary>Scores by the number of tokens that the model saw.</summary>
    public required IReadOnlyList<PositionScores> Positions { get; init; }

    /// <summary>Scores by the target's tag; empty without tags.</summary>
    public required IReadOnlyList<TagScores> Tags { get; init; }

    /// <summary>Which tokens are taken for which.</summary>
    public required ConfusionReport Confusion { get; init; }

    /// <summary>What a program measures itself; null where it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Figures? Own { get; init; }

    /// <summary>The same with windows that overlap, so that targets have more context; null where no stride was given.</summary>
    public EvaluationReport? Sliding { get; init; }

    /// <summary>The report without its part with windows that overlap.</summary>
    [JsonIgnore]
    internal EvaluationReport Plain => this with { Sliding = null };

    /// <summary>The few figures of a quick evaluation; with windows that overlap, where there are any.</summary>
    public EvaluationResult ToResult() => Sliding?.ToResult() ?? LanguageFigures.Of(Loss, Tokens, Accuracy, Signature, BitsPerByte).With(Own);

    /// <inheritdoc/>
    Figures IEvaluationReport.ToDetails() => LanguageFigures.DetailsOf(this);

    /// <inheritdoc/>
    int IEvaluationReport.CountPictures() => ReportPlots.CountOf(this) + (Sliding is { } other ? ReportPlots.CountOf(other) : 0);

    /// <inheritdoc/>
    void IEvaluationReport.WriteDetails(string folder, Action drawn)
    {
        Directory.CreateDirectory(folder);
        ReportTables.Write(folder, this);
        ReportPlots.Write(folder, this, drawn);
        (Sliding as IEvaluationReport)?.WriteDetails(Path.Combine(folder, "sliding"), drawn);
    }
}
