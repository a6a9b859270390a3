using Weft.Foundation;

namespace Weft.Sampling.Dynamic;

/// <summary>Measures what a plan is made from, and makes it.</summary>
/// <param name="options">Thresholds.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="statistics">What training has shown; takes the new scores.</param>
/// <param name="probes">Chunks by which over-fitting is seen.</param>
/// <param name="scores">Scores chunks.</param>
/// <param name="probe">Asks the model.</param>
internal sealed class Planner(
    DynamicOptions options, long seed, ChunkStatistics statistics, ProbeChunks probes, BucketScores scores, ISamplingProbe probe)
{
    private readonly StageMachine _machine = new(options);

    /// <summary>The next plan.</summary>
    /// <param name="before">The plan that has ended; null at the beginning.</param>
    /// <param name="progress">The share of the budget that is used up.</param>
    public PlanReport Next(SamplingPlan? before, double progress)
    {
        var figures = new PlanFigures { Progress = progress, Seen = Seen(), Stuck = Stuck() };
        if (before is null)
            return new PlanReport(StageMachine.First, figures, "training begins");
        if (before.Stage != SamplingStage.Restore)
            figures = figures with { ProbeLoss = probe.MeanLoss(probes.Probe), ControlLoss = probe.MeanLoss(probes.Control) };
        var (plan, reason) = _machine.Next(before, figures);
        if (plan.Stage is SamplingStage.Explore or SamplingStage.Harden)
            UpdateScores(plan);
        if (plan.Stage == SamplingStage.Explore)
        {
            figures = WithGradients(figures, plan);
            plan = plan with { Keep = _machine.KeepOf(figures) };
        }
        return new PlanReport(plan, figures, reason);
    }

    private void UpdateScores(SamplingPlan plan)
    {
        scores.Update(statistics);
        if (options.PermuteScores)
            scores.Permute(statistics, RandomStream.For(seed, "permuted scores", plan.Number));
    }

    private PlanFigures WithGradients(PlanFigures figures, SamplingPlan plan)
    {
        var random = RandomStream.For(seed, "gradient chunks", plan.Number);
        var (easy, hard) = (new List<long>(), new List<long>());
        // Held-out chunks have no score. Any chunk is of one half or the other, so that both fill up soon.
        for (var tries = 0; tries < 100 * options.GradientChunks && (!IsFull(easy) || !IsFull(hard)); tries++)
        {
            var chunk = random.NextInt32(statistics.Count);
            var half = statistics.Scores[chunk] < BucketScores.Average ? easy : hard;
            if (!probes.IsHeldOut(chunk) && !IsFull(half) && !half.Contains(chunk))
                half.Add(chunk);
        }
        return easy.Count == 0 || hard.Count == 0
            ? figures
            : figures with { EasyGradient = probe.MeanSquaredGradient(easy), HardGradient = probe.MeanSquaredGradient(hard) };

        bool IsFull(List<long> half) => half.Count >= options.GradientChunks / 2;
    }

    private double Seen()
    {
        var seen = 0L;
        foreach (var visits in statistics.Visits)
            seen += visits > 0 ? 1 : 0;
        return (double)seen / (statistics.Count - probes.HeldOut);
    }

    private long Stuck()
    {
        var stuck = 0L;
        for (var chunk = 0; chunk < statistics.Count; chunk++)
            stuck += statistics.IsStuck(chunk) ? 1 : 0;
        return stuck;
    }
}
