using System.Text.Json;
using Weft.Sampling.Dynamic;

namespace Weft.Runs.Events;

/// <summary>The sampler has made a plan.</summary>
/// <param name="Step">After which step.</param>
/// <param name="Phase">In which phase.</param>
/// <param name="Report">The plan, and what it was made from.</param>
public sealed record PlanEvent(long Step, string Phase, PlanReport Report) : TrainingEvent(Step, Phase)
{
    private protected override string Describe()
    {
        var (plan, figures) = (Report.Plan, Report.Figures);
        return $"step {Step:N0}: sampling {JsonNamingPolicy.CamelCase.ConvertName(plan.Stage.ToString())}, {Report.Reason}"
            + (figures.Gap is { } gap ? $"; gap {gap:F3}" : "")
            + (plan.Keep < 1 ? $"; easy chunks kept {plan.Keep:P0}" : "")
            + (plan.NormalShare < 1 ? $"; ordinary samples {plan.NormalShare:P0}" : "")
            + (figures.Stuck > 0 ? $"; stuck chunks {figures.Stuck:N0}" : "");
    }
}
