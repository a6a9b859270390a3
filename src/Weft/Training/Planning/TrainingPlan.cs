using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Runs.State;

namespace Weft.Training.Planning;

/// <summary>The phases of a training and the budget that they share.</summary>
internal sealed class TrainingPlan
{
    private readonly BudgetOptions _budget;
    private readonly long _tokensPerEpoch;
    private readonly List<Phase> _phases = [];

    /// <summary>Divides the budget among the phases.</summary>
    /// <param name="options">Budget, phases, and what phases take over where they have no settings of their own.</param>
    /// <param name="tokensPerEpoch">Targets of the training split.</param>
    /// <param name="schedule">What sets the learning rate in place of the options; null where they do.</param>
    public TrainingPlan(RunOptions options, long tokensPerEpoch, ISchedule? schedule = null)
    {
        (_budget, _tokensPerEpoch) = (options.Budget, tokensPerEpoch);
        var phases = options.Training.Phases;
        var total = phases.Sum(phase => phase.Share);
        var start = 0.0;
        foreach (var (index, phase) in phases.Index())
        {
            // The last one ends at 1 exactly, whatever the sum of the shares rounds to.
            var end = index == phases.Count - 1 ? 1 : start + phase.Share / total;
            _phases.Add(new Phase
            {
                Index = index,
                Name = phase.Name,
                Trainable = phase.Trainable,
                Parameters = phase.Parameters,
                Start = start,
                End = end,
                Schedule = phase.Schedule ?? options.Schedule,
                Optimizer = phase.Optimizer ?? options.Optimizer,
                OptimizerState = phase.OptimizerState,
                OwnSchedule = schedule,
            });
            start = end;
        }
    }

    /// <summary>The optimizers of all phases, in their order.</summary>
    public IReadOnlyList<OptimizerOptions> Optimizers => [.. _phases.Select(phase => phase.Optimizer)];

    /// <summary>All phases, in their order.</summary>
    public IReadOnlyList<Phase> Phases => _phases;

    /// <summary>The share of the budget that is used up; 1 or more when training is over.</summary>
    public double Progress(TrainingState state) => _budget.Progress(state.Step, state.Tokens, state.Seconds, _tokensPerEpoch);

    /// <summary>The phase with which the training ends.</summary>
    public Phase LastPhase => _phases[^1];

    /// <summary>The phase that a training is in; where it is over, the last one.</summary>
    public Phase At(TrainingState state) => PhasesFrom(state).FirstOrDefault(LastPhase);

    /// <summary>The phase with a number.</summary>
    public Phase this[int index] => _phases[index];

    /// <summary>The phases that are not over yet.</summary>
    public IEnumerable<Phase> PhasesFrom(TrainingState state)
    {
        var progress = Progress(state);
        return _phases.Where(phase => progress < phase.End);
    }
}
