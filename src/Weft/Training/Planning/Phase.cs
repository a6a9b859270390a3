using Weft.Optimization;
using Weft.Runs.Options;

namespace Weft.Training.Planning;

/// <summary>A stretch of the training, in shares of the budget.</summary>
internal sealed record Phase
{
    /// <summary>Its number, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>What logs call it.</summary>
    public required string Name { get; init; }

    /// <summary>Which parameters it trains.</summary>
    public required Trainable Trainable { get; init; }

    /// <summary>The names of these, where they are named.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Where it begins, 0 to 1.</summary>
    public required double Start { get; init; }

    /// <summary>Where it ends, 0 to 1.</summary>
    public required double End { get; init; }

    /// <summary>Its learning rate.</summary>
    public required ScheduleOptions Schedule { get; init; }

    /// <summary>Its optimizer.</summary>
    public required OptimizerOptions Optimizer { get; init; }

    /// <summary>What becomes of the optimizer's state where it begins.</summary>
    public required StateAtBorder OptimizerState { get; init; }

    /// <summary>What sets the rate in all phases, where a program brought it; null elsewhere.</summary>
    public ISchedule? OwnSchedule { get; init; }

    /// <summary>The learning rate when a share of the whole budget is used up.</summary>
    /// <exception cref="InvalidOperationException">A program's schedule gave no rate.</exception>
    public double Rate(double progress) => OwnSchedule is null ? Schedule.Rate(Math.Clamp((progress - Start) / (End - Start), 0, 1))
        : OwnSchedule.Rate(progress) is var rate && rate >= 0 && double.IsFinite(rate) ? rate
        : throw new InvalidOperationException($"The schedule {OwnSchedule.GetType()} gave the rate {rate} at {progress:P1} of the budget; it must be a finite number, 0 or more.");
}
