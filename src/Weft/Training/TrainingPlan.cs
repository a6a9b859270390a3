using Weft.Training.Options;

namespace Weft.Training;

/// <summary>A stretch of the training, in shares of the budget.</summary>
/// <param name="Name">What logs call it.</param>
/// <param name="Trainable">Which parameters it trains.</param>
/// <param name="Start">Where it begins, 0 to 1.</param>
/// <param name="End">Where it ends, 0 to 1.</param>
public sealed record Phase(string Name, Trainable Trainable, double Start, double End)
{
    /// <summary>How much of the phase is over, 0 to 1, for its learning-rate schedule.</summary>
    public double Within(double progress) => Math.Clamp((progress - Start) / (End - Start), 0, 1);
}

/// <summary>The phases of a training and the budget that they share.</summary>
public sealed class TrainingPlan
{
    private readonly BudgetOptions _budget;
    private readonly long _tokensPerEpoch;
    private readonly List<Phase> _phases = [];

    /// <summary>Divides the budget among the phases.</summary>
    public TrainingPlan(BudgetOptions budget, IReadOnlyList<PhaseOptions> phases, long tokensPerEpoch)
    {
        _budget = budget;
        _tokensPerEpoch = tokensPerEpoch;
        var total = phases.Sum(phase => phase.Share);
        var start = 0.0;
        for (var i = 0; i < phases.Count; i++)
        {
            // The last one ends at 1 exactly, whatever the sum of the shares rounds to.
            var end = i == phases.Count - 1 ? 1 : start + phases[i].Share / total;
            _phases.Add(new Phase(phases[i].Name, phases[i].Trainable, start, end));
            start = end;
        }
    }

    /// <summary>The share of the budget that is used up; 1 or more when training is over.</summary>
    public double Progress(TrainingState state) => _budget.Progress(state.Step, state.Tokens, state.Seconds, _tokensPerEpoch);

    /// <summary>The phase with which the training ends.</summary>
    public Phase LastPhase => _phases[^1];

    /// <summary>The phases that are not over yet.</summary>
    public IEnumerable<Phase> PhasesFrom(TrainingState state)
    {
        var progress = Progress(state);
        return _phases.Where(phase => progress < phase.End);
    }
}
