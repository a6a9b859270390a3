using System.Text.Json.Nodes;
using Weft.Evaluation.Plots;

namespace Weft.Training.Logging;

/// <summary>Reads the plans of the dynamic sampler from <c>metrics.jsonl</c>.</summary>
internal static class PlanReader
{
    /// <summary>All plans, in their order; the last point is the end of the training.</summary>
    public static IReadOnlyList<TimelinePoint> Read(string path)
    {
        var plans = new List<TimelinePoint>();
        var progress = 0.0;
        foreach (var line in File.ReadLines(path))
        {
            var entry = JsonNode.Parse(line)!.AsObject();
            if (entry["kind"]!.GetValue<string>() == "step")
                progress = entry["progress"]!.GetValue<double>();
            else if (entry["kind"]!.GetValue<string>() == "plan")
                plans.Add(PointOf(entry));
        }
        if (plans.Count > 0)
            plans.Add(plans[^1] with { Progress = progress, Gap = null });
        return plans;
    }

    private static TimelinePoint PointOf(JsonObject plan) => new(
        plan["progress"]!.GetValue<double>(),
        plan["stage"]!.GetValue<string>(),
        plan["probeLoss"]?.GetValue<double>() - plan["controlLoss"]?.GetValue<double>(),
        plan["keep"]!.GetValue<double>(),
        plan["normalShare"]!.GetValue<double>());
}
