using System.Globalization;
using Weft.Training;

namespace Weft.Cli.Display;

/// <summary>The words for what happens, the same in bars and lines.</summary>
internal static class Texts
{
    public static string Of(StepReport report) =>
        $"{report.Phase}  step {report.Step:N0}  loss {report.Loss:F3}  {report.TokensPerSecond:N0} tokens/s  {TimeLeft(report)} left";

    public static string Of(long step, WeightsEvaluation result, bool isBest) =>
        $"step {step:N0}  validation perplexity {result.Raw.Perplexity:N2}  accuracy {result.Raw.Accuracy:P1}"
        + (result.Averaged is { } averaged ? $"  averaged weights {averaged.Perplexity:N2}" : "")
        + (isBest ? "" : "  (no better)");

    public static string Of(PhaseReport report) => report.FrozenHash is { } hash
        ? $"phase {report.Phase} ended at step {report.Step:N0}: {report.Trained:N0} parameters trained, {report.Frozen:N0} frozen and unchanged (sha256 {hash[..8]})"
        : $"phase {report.Phase} ended at step {report.Step:N0}: {report.Trained:N0} parameters trained";

    public static string OfReplaced(long sequences) => $"{sequences:N0} sequences that are not UTF-8 were replaced by U+FFFD.";

    public static string OfRate(double? rate) => rate?.ToString("0.0E+0", CultureInfo.InvariantCulture) ?? "";

    private static string TimeLeft(StepReport report)
    {
        var seconds = report.Progress > 0 ? report.Seconds * (1 - report.Progress) / report.Progress : 0;
        var left = TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2));
        return left.TotalHours >= 1 ? $"{left.TotalHours:N0} h {left.Minutes} min" : $"{left.Minutes}:{left.Seconds:00}";
    }
}
