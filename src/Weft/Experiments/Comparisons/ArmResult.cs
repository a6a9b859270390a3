using Weft.Evaluation;
using Weft.Experiments.Comparisons.Planning;
using Weft.Experiments.Comparisons.Statistics;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Text;

namespace Weft.Experiments.Comparisons;

/// <summary>What an arm came to, read from its run folder.</summary>
internal sealed record ArmResult
{
    /// <summary>The variant's name.</summary>
    public required string Variant { get; init; }

    /// <summary>Its seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Its run folder.</summary>
    public required string Folder { get; init; }

    /// <summary>How far it came; what follows is null or 0 where it is not done.</summary>
    public required ArmState State { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The validation loss at the budget's end: the last evaluation, nats a token.</summary>
    public double? Loss { get; init; }

    /// <summary>exp(<see cref="Loss"/>), where the task has it.</summary>
    public double? Perplexity { get; init; }

    /// <summary>The accuracy at the budget's end, from 0 to 1, where the task has no perplexity; else null.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The same loss in bits for a byte of the text, which compares across tokenizers; null where that is not known.</summary>
    public double? BitsPerByte { get; init; }

    /// <summary>The lowest validation loss of any evaluation.</summary>
    public double? BestLoss { get; init; }

    /// <summary>What the losses depend on besides the model.</summary>
    public string? Signature { get; init; }

    /// <summary>Updates made.</summary>
    public long Steps { get; init; }

    /// <summary>The step of the lowest validation loss.</summary>
    public long BestStep { get; init; }

    /// <summary>Why its training ended; null where it is not done.</summary>
    public EndReason? EndReason { get; init; }

    /// <summary>Targets trained on.</summary>
    public long Tokens { get; init; }

    /// <summary>Training time when the last update was made, with the evaluations before it: the last one only measures what it bought.</summary>
    public double Seconds { get; init; }

    /// <summary>Targets a second, without evaluations and checkpoints.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>What the weights that it kept are worth; null where it is not done, or nothing was measured at its end.</summary>
    public KeptFigure? Kept { get; init; }

    /// <summary>Every evaluation.</summary>
    public IReadOnlyList<LossPoint> Curve { get; init; } = [];

    /// <summary>Reads the figures of an arm; one whose files cannot be believed has failed.</summary>
    internal static ArmResult Read(ComparisonArm arm, ArmEnd end)
    {
        var result = new ArmResult { Variant = arm.Variant, Seed = arm.Seed, Folder = arm.Folder, State = end.State, Error = end.Error };
        if (end.State != ArmState.Done)
            return result;
        try
        {
            return ReadDone(result);
        }
        catch (InvalidDataException e)
        {
            return result with { State = ArmState.Failed, Error = e.Message };
        }
    }

    private static ArmResult ReadDone(ArmResult result)
    {
        var folder = RunFolder.Open(result.Folder);
        var summary = folder.ReadSummary();
        if (summary.Metrics is { } mark && !mark.Holds(folder.MetricsFile))
            throw new InvalidDataException($"{folder.MetricsFile} is not what the training wrote: it was changed since. Put it back, or delete {folder.Path} to train again.");
        var points = LossCurve.PointsOf(RunLog.Read(folder.Path), summary.Weights);
        if (points.Count == 0)
            throw new InvalidDataException($"{folder.MetricsFile} has no evaluation. Delete {folder.Path} to train again.");
        var curve = new LossCurve(points);
        var hasPerplexity = summary.Validation?.Figures[LanguageFigures.Perplexity] is not null;
        return result with
        {
            Loss = curve.Last.Loss,
            Perplexity = hasPerplexity ? Math.Exp(curve.Last.Loss) : null,
            Accuracy = hasPerplexity ? null : LastOf(folder).Of(summary.Weights)[LanguageFigures.Accuracy],
            // The same split: as many bits for a nat in every evaluation.
            BitsPerByte = curve.Last.Loss * (summary.Validation?.BitsPerByte / summary.Validation?.Loss),
            BestLoss = curve.Best.Loss,
            Signature = summary.Validation?.Signature,
            Steps = summary.Steps,
            BestStep = summary.BestStep,
            EndReason = summary.EndReason,
            Tokens = summary.Tokens,
            Seconds = curve.Last.Seconds,
            TokensPerSecond = summary.TokensPerSecond,
            Kept = KeptFigure.Of(summary),
            Curve = points,
        };
    }

    private static EvaluationEvent LastOf(RunFolder folder) =>
        RunLog.Read(folder.Path).OfType<EvaluationEvent>().Last(evaluation => evaluation.Split == Split.Validation);
}
