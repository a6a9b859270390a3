namespace Weft.Sampling.Dynamic;

/// <summary>A plan, with what it was made from and why.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Figures">What was measured.</param>
/// <param name="Reason">Why its stage is what it is, in words.</param>
public sealed record PlanReport(SamplingPlan Plan, PlanFigures Figures, string Reason);
