using System.Globalization;
using System.Text.Json;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Sampling.Dynamic;
using Weft.Text.Vectors;
using Weft.Training;
using Weft.Training.Options;

namespace Weft.Cli.Display;

/// <summary>The words for what happens, the same in bars and lines.</summary>
internal static class Texts
{
    public static IReadOnlyList<string> FiguresOf(StepReport report) =>
        [$"step {report.Step:N0}", $"loss {report.Loss:F3}", $"{report.TokensPerSecond:N0} tokens/s"];

    public static IReadOnlyList<string> FiguresOf(WorkProgress work) => work switch
    {
        { Detail: { } detail } => detail.Split("  "),
        { Total: null } or { Unit: "" } => [],
        { Unit: "bytes" } => [$"{work.Done / 1e6:N1} of {work.Total / 1e6:N1} MB"],
        _ => [$"{work.Done:N0} of {work.Total:N0} {work.Unit}"],
    };

    public static string Of(long step, WeightsEvaluation result, bool isBest) =>
        $"step {step:N0}  validation {string.Join("  ", FigureTexts.Of(result.Raw.Figures))}"
        + (result.Averaged is { } averaged ? $"  averaged weights {FigureTexts.First(averaged).Value}" : "")
        + (isBest ? "" : "  (no better)");

    public static string Of(WeightsChoice weights) => weights == WeightsChoice.Average ? "averaged" : "raw";

    public static string Of(PhaseReport report) => report.FrozenHash is { } hash
        ? $"phase {report.Phase} ended at step {report.Step:N0}: {report.Trained:N0} parameters trained, {report.Frozen:N0} frozen, unchanged (sha256 {hash[..8]} at both ends)"
        : $"phase {report.Phase} ended at step {report.Step:N0}: {report.Trained:N0} parameters trained";

    public static string Of(long step, PlanReport report)
    {
        var (plan, figures) = (report.Plan, report.Figures);
        return $"step {step:N0}  sampling {JsonNamingPolicy.CamelCase.ConvertName(plan.Stage.ToString())}: {report.Reason}"
            + (figures.Gap is { } gap ? $"; gap {gap:F3}" : "")
            + (plan.Keep < 1 ? $"; easy chunks kept {plan.Keep:P0}" : "")
            + (plan.NormalShare < 1 ? $"; ordinary samples {plan.NormalShare:P0}" : "")
            + (figures.Stuck > 0 ? $"; stuck chunks {figures.Stuck:N0}" : "");
    }

    public static string Of(RecoveryReport report) => report.Action == RecoveryMode.Back
        ? $"{report.Reason}{Environment.NewLine}Back to step {report.Step:N0}, and on with {report.Rate:P1} of the rate (time {report.Times} of {RecoveryReport.MostTimesBack})."
        : $"{report.Reason} It is skipped.";

    /// <summary>Where word vectors came from: a line for the file, one for the training split, one for the vocabulary.</summary>
    public static string Of(VectorCoverage coverage) =>
        $"word vectors: {coverage.Vectors:N0} of {coverage.Dimension} dimensions in {coverage.File}"
        + (coverage.Duplicates > 0 ? $"; {coverage.Duplicates:N0} words stand there again, the first counts" : "") + Environment.NewLine
        + $"  training tokens {Of(coverage.Occurrences)}" + Environment.NewLine
        + $"  vocabulary      {Of(coverage.Types)}";

    /// <summary>The share of each source.</summary>
    public static string Of(VectorSourceCounts counts)
    {
        string Share(long count) => $"{(double)count / Math.Max(1, counts.Total):P1}";
        return $"{counts.Total:N0}: {Share(counts.Exact)} as written, {Share(counts.LowerCased)} in lower case, {Share(counts.Parts)} from parts, {Share(counts.Drawn)} drawn";
    }

    /// <summary>How long a piece of work took, to a hundredth of a second: what <c>--verbosity detailed</c> says of each.</summary>
    public static string TimeOf(WorkRow over) => $"{over.Name}  took {over.Elapsed.TotalSeconds:N2} s";

    public static string OfCheckpoint(long step, string folder) => $"step {step:N0}  saved in {folder}";

    public static string OfReplaced(long sequences) => $"{sequences:N0} sequences that are not UTF-8 were replaced by U+FFFD.";

    public static string OfRate(double? rate) => rate?.ToString("0.0E+0", CultureInfo.InvariantCulture) ?? "";
}
