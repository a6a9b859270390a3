using Weft.Foundation;
using Weft.Optimization;
using Weft.Workers;

namespace Weft.Runs.Options;

/// <summary>How several workers train together.</summary>
public sealed record WorkersOptions
{
    /// <summary>From so many parameters on, a divided state is worth its messages: it saves some hundred megabytes.</summary>
    private const long LargeModel = 50_000_000;

    /// <summary>Whether weights and losses are the same bits for 1, 2, 4 and 8 workers, with as many threads each. A batch is then 8 shards, whoever works on
    /// them, whose gradients are summed by one fixed tree. A worker with several shards needs memory for up to three more copies of the gradients, and small
    /// shards take longer than one large batch.</summary>
    public bool Reproducible { get; init; }

    /// <summary>Whether each worker keeps only its part of what the optimizer remembers, and updates that part: Adam then takes 8 / n instead of 8 bytes a
    /// parameter on each of n workers. Checkpoints do not depend on it. Not with Muon, which needs whole matrices.</summary>
    public StateDivision DivideState { get; init; }

    /// <summary>Whether gradients are summed while others are still worked out: the head's, and then one layer's after the other. On CPUs not where the state is divided. It changes no bit.</summary>
    public bool Overlap { get; init; } = true;

    /// <summary>How long a worker waits for another that gives no sign, seconds; then all of them end.</summary>
    public double TimeoutSeconds { get; init; } = 60;

    /// <summary>Steps between two comparisons of the weights of all workers, which find silent corruption; 0 compares none.</summary>
    public int CheckSteps { get; init; }

    /// <summary>The settings that are no part of what is trained: a run may go on with others.</summary>
    internal static IReadOnlyList<string> FreeKeys { get; } = ["workers.timeoutSeconds", "workers.checkSteps"];

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(TimeoutSeconds is >= 1 and <= 86_400, "workers.timeoutSeconds", TimeoutSeconds, "be from 1 to 86400");
        problems.Require(CheckSteps >= 0, "workers.checkSteps", CheckSteps, "be at least 0");
    }

    /// <summary>Whether the optimizer's state is divided.</summary>
    /// <param name="workers">How many workers there are.</param>
    /// <param name="parameters">How many parameters the model has.</param>
    /// <param name="optimizers">Those of all phases.</param>
    internal bool Divides(int workers, long parameters, IReadOnlyList<OptimizerOptions> optimizers) =>
        workers > 1 && (DivideState == StateDivision.Always || (DivideState == StateDivision.Auto && parameters >= LargeModel && !optimizers.Any(IsMuon)));

    /// <summary>Notes what does not go with equal bits for any number of workers, or with a divided state.</summary>
    internal void ValidateWith(RunOptions options, Problems problems)
    {
        problems.Require(
            DivideState != StateDivision.Always || !options.Training.Phases.Select(phase => phase.Optimizer ?? options.Optimizer).Any(IsMuon), "workers.divideState", "always",
            "be auto or never where optimizer.kind is muon, which needs whole matrices");
        problems.Require(
            !Reproducible || options.Training.Batch % Sharding.Fixed == 0, "training.batch", options.Training.Batch,
            $"be a multiple of {Sharding.Fixed} where workers.reproducible is true");
        problems.Require(
            !Reproducible || options.Sampling.Thinning.Keep == 1, "sampling.thinning.keep", options.Sampling.Thinning.Keep,
            "be 1 where workers.reproducible is true, since it learns from all rows at once");
    }

    private static bool IsMuon(OptimizerOptions optimizer) => optimizer.Kind == OptimizerKind.Muon;
}
