using System.Text.Json;
using Weft.Evaluation.Plots;
using Weft.Runs.Events;

namespace Weft.Runs.Logging;

/// <summary>Makes the timeline of the dynamic sampler's plans.</summary>
internal static class SamplingTimeline
{
    /// <summary>All plans, in their order; the last point is the end of the training.</summary>
    /// <param name="events">Everything that happened, in its order.</param>
    public static IReadOnlyList<TimelinePoint> Of(IEnumerable<TrainingEvent> events)
    {
        var plans = new List<TimelinePoint>();
        var progress = 0.0;
        foreach (var happened in events)
        {
            if (happened is StepEvent step)
                progress = step.Progress;
            else if (happened is PlanEvent { Report: var (plan, figures, _) })
                plans.Add(new TimelinePoint(figures.Progress, JsonNamingPolicy.CamelCase.ConvertName(plan.Stage.ToString()), figures.Gap, plan.Keep, plan.NormalShare));
        }
        if (plans.Count > 0)
            plans.Add(plans[^1] with { Progress = progress, Gap = null });
        return plans;
    }
}
