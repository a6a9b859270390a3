using System.Text.Json;
using Weft.Evaluation;

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
        foreach (var line in File.ReadLines(path))
        {
            if (Parse(line) is not { } entry)
                continue;
            if (entry.Kind == "step")
                (tokens, seconds) = (tokens + entry.Tokens, entry.Seconds);
            else if (entry is { Kind: "evaluation", Split: "validation" })
                points.Add(new LossPoint(entry.Step, tokens, seconds, weights == WeightsChoice.Average ? entry.Averaged?.Loss ?? entry.Loss : entry.Loss));
        }
        return points;
    }

    private static Entry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Entry>(line, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Entry(string Kind, long Step, string? Split, long Tokens, double Seconds, double Loss, AveragedLoss? Averaged);

    private sealed record AveragedLoss(double Loss);
}
