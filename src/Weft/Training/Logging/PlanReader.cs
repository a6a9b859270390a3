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
        foreach (var entry in MetricsLines.Read<Entry>(path))
        {
            if (entry.Kind == "step")
                progress = entry.Progress;
            else if (entry.Kind == "plan")
                plans.Add(new TimelinePoint(entry.Progress, entry.Stage, entry.ProbeLoss - entry.ControlLoss, entry.Keep, entry.NormalShare));
        }
        if (plans.Count > 0)
            plans.Add(plans[^1] with { Progress = progress, Gap = null });
        return plans;
    }

    private sealed record Entry(string Kind, double Progress, string Stage, double? ProbeLoss, double? ControlLoss, double Keep, double NormalShare);
}
