using Weft.Foundation;

namespace Weft.Sampling.Dynamic;

/// <summary>The unit of time of the dynamic sampler.</summary>
public enum RoundLength
{
    /// <summary>A tenth of the chunks.</summary>
    Tenth,

    /// <summary>All chunks, as the published method has it.</summary>
    Epoch,
}

/// <summary>How the state of the model changes what is trained on.</summary>
public sealed record DynamicOptions
{
    /// <summary>How many chunks a round takes, after which losses are looked at.</summary>
    public RoundLength RoundLength { get; init; }

    /// <summary>After how many rounds a new plan is made.</summary>
    public int RoundsPerPlan { get; init; } = 10;

    /// <summary>The share of the budget that <see cref="SamplingStage.WarmUp"/> takes at least.</summary>
    public double WarmUpShare { get; init; } = 0.1;

    /// <summary>The share of chunks that must have been seen for it to end. A chunk that was not counts as the hardest.</summary>
    public double WarmUpSeen { get; init; } = 1;

    /// <summary>The share of the budget after which <see cref="SamplingStage.Harden"/> is not entered any more.</summary>
    public double HardenBefore { get; init; } = 0.5;

    /// <summary>The share of the budget after which <see cref="SamplingStage.Restore"/> begins in any case.</summary>
    public double RestoreAt { get; init; } = 0.75;

    /// <summary>Chunks that are held out to see over-fitting, and as many that are trained on to compare with; at most a twentieth of all.</summary>
    public int ProbeChunks { get; init; } = 128;

    /// <summary>Over-fitting is a gap between both, held out minus trained on, that has grown so far since the warm-up; nats a target.</summary>
    public double OverfittingGap { get; init; } = 0.05;

    /// <summary>A gap that grows no more than this from one plan to the next has stopped growing; nats a target.</summary>
    public double GapTolerance { get; init; } = 0.005;

    /// <summary>For how many plans it must have stopped growing for <see cref="SamplingStage.Restore"/> to begin.</summary>
    public int StillPlans { get; init; } = 2;

    /// <summary>The least probability with which <see cref="SamplingStage.Explore"/> keeps an easy chunk.</summary>
    public double LowestKeep { get; init; } = 0.5;

    /// <summary>How many chunks' gradients are measured for each plan of <see cref="SamplingStage.Explore"/>, half of them easy.</summary>
    public int GradientChunks { get; init; } = 32;

    /// <summary>The share of computation that leaving chunks out must save by the measured gradients; where it is less, all are kept.</summary>
    public double LowestSaving { get; init; } = 0.02;

    /// <summary>The lowest share of ordinary samples in <see cref="SamplingStage.Harden"/>.</summary>
    public double LowestNormalShare { get; init; } = 0.5;

    /// <summary>By how much that share is lowered from plan to plan.</summary>
    public double NormalShareStep { get; init; } = 0.1;

    /// <summary>The other samples are drawn in proportion to the score to this power.</summary>
    public double HardPower { get; init; } = 0.6;

    /// <summary>Samples of <see cref="SamplingStage.Harden"/> count one over their relative probability to this power: 0.5 is biased towards hard
    /// ones and says so; 1 is not biased.</summary>
    public double HardCorrection { get; init; } = 0.5;

    /// <summary>The share of words that is taken out of a hard sample when <see cref="SamplingStage.Harden"/> begins.</summary>
    public double FirstWordDropout { get; init; } = 0.1;

    /// <summary>The same when the share of ordinary samples has come down to its lowest.</summary>
    public double LastWordDropout { get; init; } = 0.2;

    /// <summary>What the newest loss of a chunk counts in its average.</summary>
    public double Averaging { get; init; } = 0.5;

    /// <summary>Chunks are compared within so many classes of like complexity.</summary>
    public int ComplexityBuckets { get; init; } = 16;

    /// <summary>A chunk is stuck when it was among the hardest tenth, and its loss did not fall by a hundredth, so many visits in a row. It then
    /// counts as an average one and is listed in the report.</summary>
    public int StuckVisits { get; init; } = 3;

    /// <summary>Gives every chunk another one's score: what is left of the sampler's worth then is not due to its choice.</summary>
    public bool PermuteScores { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(RoundsPerPlan is > 0 and <= 1000, "sampling.dynamic.roundsPerPlan", RoundsPerPlan, "be from 1 to 1000");
        Share(WarmUpShare, "warmUpShare");
        Share(WarmUpSeen, "warmUpSeen");
        Share(HardenBefore, "hardenBefore");
        Share(RestoreAt, "restoreAt");
        problems.Require(ProbeChunks > 0, "sampling.dynamic.probeChunks", ProbeChunks, "be above 0");
        problems.Require(double.IsFinite(OverfittingGap), "sampling.dynamic.overfittingGap", OverfittingGap, "be a number");
        problems.Require(GapTolerance >= 0, "sampling.dynamic.gapTolerance", GapTolerance, "be at least 0");
        problems.Require(StillPlans > 0, "sampling.dynamic.stillPlans", StillPlans, "be above 0");
        problems.Require(LowestKeep is >= 0.25 and <= 1, "sampling.dynamic.lowestKeep", LowestKeep, "be from 0.25 to 1, so that no weight exceeds 4");
        problems.Require(GradientChunks >= 2, "sampling.dynamic.gradientChunks", GradientChunks, "be at least 2");
        Share(LowestSaving, "lowestSaving");
        problems.Require(
            LowestNormalShare is >= 0.25 and <= 1, "sampling.dynamic.lowestNormalShare", LowestNormalShare, "be from 0.25 to 1, so that no weight exceeds 4");
        problems.Require(NormalShareStep is > 0 and <= 1, "sampling.dynamic.normalShareStep", NormalShareStep, "be above 0 and at most 1");
        problems.Require(HardPower is >= 0 and <= 10, "sampling.dynamic.hardPower", HardPower, "be from 0 to 10");
        Share(HardCorrection, "hardCorrection");
        problems.Require(FirstWordDropout is >= 0 and < 1, "sampling.dynamic.firstWordDropout", FirstWordDropout, "be at least 0 and below 1");
        problems.Require(LastWordDropout is >= 0 and < 1, "sampling.dynamic.lastWordDropout", LastWordDropout, "be at least 0 and below 1");
        problems.Require(Averaging is > 0 and <= 1, "sampling.dynamic.averaging", Averaging, "be above 0 and at most 1");
        problems.Require(ComplexityBuckets is > 0 and <= 256, "sampling.dynamic.complexityBuckets", ComplexityBuckets, "be from 1 to 256");
        problems.Require(StuckVisits is > 0 and <= 255, "sampling.dynamic.stuckVisits", StuckVisits, "be from 1 to 255");

        void Share(double value, string name) => problems.Require(value is >= 0 and <= 1, $"sampling.dynamic.{name}", value, "be from 0 to 1");
    }
}
