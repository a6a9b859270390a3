using Weft.Evaluation;
using Weft.Training.Logging;

namespace Weft.Training.Comparisons;

/// <summary>Reads from <c>metrics.jsonl</c> how the validation loss fell over tokens and time.</summary>
internal static class ValidationLog
{
    /// <summary>Every evaluation, in the order of training.</summary>
    /// <param name="path">The log; lines that are not whole are passed over.</param>
    /// <param name="weights">Whose loss is wanted.</param>
    public static IReadOnlyList<LossPoint> Read(string path, WeightsChoice weights)
    {
        var points = new List<LossPoint>();
        var (tokens, seconds) = (0L, 0.0);
        foreach (var entry in MetricsLines.Read<Entry>(path))
        {
            // A step that was skipped has used up its share of the budget too.
            if (entry.Kind == "step" || (entry.Kind == "recovery" && entry.Tokens > 0))
                (tokens, seconds) = (tokens + entry.Tokens, entry.Seconds);
            else if (entry is { Kind: "evaluation", Split: "validation" })
                points.Add(new LossPoint(entry.Step, tokens, seconds, weights == WeightsChoice.Average ? entry.Averaged?.Loss ?? entry.Loss : entry.Loss));
        }
        return points;
    }

    private sealed record Entry(string Kind, long Step, string? Split, long Tokens, double Seconds, double Loss, AveragedLoss? Averaged);

    private sealed record AveragedLoss(double Loss);
}
