using Weft.Foundation;
using Weft.Workers;

namespace Weft.Runs.Options;

/// <summary>How several workers train together.</summary>
public sealed record WorkersOptions
{
    /// <summary>Whether weights and losses are the same bits for 1, 2, 4 and 8 workers, with as many threads each. A batch is then 8 shards, whoever works on
    /// them, whose gradients are summed by one fixed tree. A worker with several shards needs memory for up to three more copies of the gradients, and small
    /// shards take longer than one large batch.</summary>
    public bool Reproducible { get; init; }

    /// <summary>How long a worker waits for another that gives no sign, seconds; then all of them end.</summary>
    public double TimeoutSeconds { get; init; } = 60;

    /// <summary>Steps between two comparisons of the weights of all workers, which find silent corruption; 0 compares none.</summary>
    public int CheckSteps { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(TimeoutSeconds is >= 1 and <= 86_400, "workers.timeoutSeconds", TimeoutSeconds, "be from 1 to 86400");
        problems.Require(CheckSteps >= 0, "workers.checkSteps", CheckSteps, "be at least 0");
    }

    /// <summary>Notes what does not go with equal bits for any number of workers.</summary>
    internal void ValidateShards(RunOptions options, Problems problems)
    {
        problems.Require(
            !Reproducible || options.Training.Batch % Sharding.Fixed == 0, "training.batch", options.Training.Batch,
            $"be a multiple of {Sharding.Fixed} where workers.reproducible is true");
        problems.Require(
            !Reproducible || options.Sampling.Thinning.Keep == 1, "sampling.thinning.keep", options.Sampling.Thinning.Keep,
            "be 1 where workers.reproducible is true, since it learns from all rows at once");
    }
}
