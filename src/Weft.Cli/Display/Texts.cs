using System.Globalization;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Starting;
using Weft.Text;
using Weft.Text.Vectors;

namespace Weft.Cli.Display;

/// <summary>The words for what happens, the same in bars and lines.</summary>
internal static class Texts
{
    public static IReadOnlyList<string> FiguresOf(StepEvent report) =>
        [$"step {report.Step:N0}", $"loss {report.Loss:F3}", $"{report.TokensPerSecond:N0} {report.Unit}/s"];

    public static IReadOnlyList<string> FiguresOf(WorkProgress work) => work switch
    {
        { Detail: { } detail } => detail.Split("  "),
        { Total: null } or { Unit: "" } => [],
        { Unit: "bytes" } => [$"{work.Done / 1e6:N1} of {work.Total / 1e6:N1} MB"],
        _ => [$"{work.Done:N0} of {work.Total:N0} {work.Unit}"],
    };

    /// <summary>What people are told of an event; null where it is shown otherwise, or is no news.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="isDetailed">Whether checkpoints are news.</param>
    public static string? SentenceOf(TrainingEvent happened, bool isDetailed = false) => happened switch
    {
        EvaluationEvent evaluation => Of(evaluation),
        CheckpointEvent checkpoint when isDetailed => OfCheckpoint(checkpoint.Step, checkpoint.Folder),
        PlanEvent or PhaseEvent or RecoveryEvent or EndEvent { Reason: EndReason.Patience } => happened.ToString(),
        _ => null,
    };

    private static string Of(EvaluationEvent evaluation)
    {
        var lead = LeadOf(evaluation.Raw);
        var others = evaluation.Raw.Figures.Where(figure => figure != lead).Select(figure => figure.ToString()).Where(words => words.Length > 0);
        return string.Join("  ", others.Prepend($"step {evaluation.Step:N0}  {SplitNames.Of(evaluation.Split)} {lead}"))
            + (evaluation.Averaged is { } averaged ? $"  averaged weights {LeadOf(averaged).Number}" : "")
            + (evaluation.Best ? "" : "  (no better)");
    }

    /// <summary>The figure that a measurement is known by: its loss, or its perplexity where there is one, which is the loss in other words.</summary>
    private static NamedFigure LeadOf(EvaluationResult result) =>
        result.Figures.FirstOrDefault(figure => figure.Name == "perplexity", new NamedFigure("loss", result.Loss));

    /// <summary>Bits for a byte where they are known: what compares across tokenizers.</summary>
    public static string Bits(EvaluationResult result) => result.BitsPerByte is { } bits ? $"{bits:F3} bits a byte" : "";

    public static string Of(WeightsChoice weights) => weights == WeightsChoice.Average ? "averaged" : "raw";

    /// <summary>Where word vectors came from: a line for the file, one for the training split, one for the vocabulary.</summary>
    public static string Of(VectorCoverage coverage) =>
        $"word vectors: {coverage.Vectors:N0} of {coverage.Dimension} dimensions in {coverage.File}"
        + (coverage.Duplicates > 0 ? $"; {coverage.Duplicates:N0} words stand there again, the first counts" : "") + Environment.NewLine
        + $"  training tokens {Of(coverage.Occurrences)}" + Environment.NewLine
        + $"  vocabulary      {Of(coverage.Types)}";

    /// <summary>What was taken from a run, in a line.</summary>
    public static string Of(StartingWeights start) =>
        $"starts from the {Of(start.Weights)} weights of step {start.Step:N0} of {start.Run}; the head {(start.Head ? "is taken, too" : "begins anew")}";

    /// <summary>The share of each source.</summary>
    public static string Of(VectorSourceCounts counts)
    {
        string Share(long count) => $"{(double)count / Math.Max(1, counts.Total):P1}";
        return $"{counts.Total:N0}: {Share(counts.Exact)} as written, {Share(counts.LowerCased)} in lower case, {Share(counts.Parts)} from parts, {Share(counts.Drawn)} drawn";
    }

    /// <summary>How long a piece of work took, to a hundredth of a second: what <c>--verbosity detailed</c> says of each.</summary>
    public static string TimeOf(WorkRow over) => $"{over.Name}  took {over.Elapsed.TotalSeconds:N2} s";

    public static string OfCheckpoint(long step, string folder) => $"step {step:N0}  saved in checkpoints/{folder}";

    public static string OfReplaced(long sequences) => $"{sequences:N0} sequences that are not UTF-8 were replaced by U+FFFD.";

    public static string OfRate(double? rate) => rate?.ToString("0.0E+0", CultureInfo.InvariantCulture) ?? "";
}
