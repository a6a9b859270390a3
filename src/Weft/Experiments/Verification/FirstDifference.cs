using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Runtime.Safetensors;
using static TorchSharp.torch;

namespace Weft.Experiments.Verification;

/// <summary>Finds what differs first between two trainings that should be the same.</summary>
internal static class FirstDifference
{
    /// <summary>A sentence, or null where nothing differs.</summary>
    public static string? Between(FinishedRun whole, FinishedRun resumed) =>
        InLogs(whole.Events, resumed.Events)
        ?? whole.TensorFiles.Zip(resumed.TensorFiles).Select(files => InTensors(files.First, files.Second)).FirstOrDefault(found => found is not null)
        ?? (whole.State.Order == resumed.State.Order ? null : "The chunks were taken in another order, though every loss is the same.");

    private static string? InLogs(IReadOnlyList<TrainingEvent> whole, IReadOnlyList<TrainingEvent> resumed)
    {
        foreach (var (before, after) in whole.Zip(resumed))
        {
            var (a, b) = (EventJson.Write(before), EventJson.Write(after));
            foreach (var (key, value) in a)
            {
                if (!JsonNode.DeepEquals(value, b[key]))
                    return $"{EventJson.KindOf(before)} at step {before.Step}: {key} is {Text(value)} without interruption and {Text(b[key])} resumed.";
            }
        }
        return whole.Count == resumed.Count ? null
            : $"{whole.Count} steps and evaluations were logged without interruption and {resumed.Count} resumed.";
    }

    // Exact: float64 holds every float32, and every count of updates that there can be.
    private static string? InTensors(string whole, string resumed)
    {
        using var scope = NewDisposeScope();
        using var a = SafetensorsFile.Read(whole);
        using var b = SafetensorsFile.Read(resumed);
        foreach (var name in a.Names.Order(StringComparer.Ordinal))
        {
            using var inner = NewDisposeScope();
            if (!b.Contains(name))
                return $"{Path.GetFileName(whole)}: {name} is missing in the resumed training.";
            var (before, after) = (a.Load(name).flatten().to(ScalarType.Float64), b.Load(name).flatten().to(ScalarType.Float64));
            var places = before.ne(after).nonzero();
            if (places.numel() > 0)
            {
                var place = places[0, 0].item<long>();
                return $"{Path.GetFileName(whole)}: number {place} of {name} is {before[place].item<double>():R} without interruption and {after[place].item<double>():R} resumed.";
            }
        }
        return null;
    }

    private static string Text(JsonNode? value) => value?.ToJsonString(WeftJson.OneLine) ?? "absent";
}
