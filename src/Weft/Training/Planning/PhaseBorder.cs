using Weft.Modeling;
using Weft.Optimization;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Runs.State;

namespace Weft.Training.Planning;

/// <summary>
/// What happens between two phases: parameters are frozen or freed, the optimizer goes on with other settings, and what was frozen is
/// proved to be untouched. All of it depends on the state of the training alone, so that a run may be resumed on either side.
/// </summary>
internal sealed class PhaseBorder(ITrainable model, Optimizer optimizer, TrainingPlan plan, ITrainingListener log)
{
    /// <summary>Begins a phase, or goes on with it where it has begun.</summary>
    public TrainingState Enter(TrainingState state, Phase phase)
    {
        var hasBegun = state.Phase == phase.Index;
        if (!hasBegun)
            state = Leave(state);
        ParameterFreezer.Apply(model, phase);
        optimizer.Begin(phase.Optimizer, reset: !hasBegun && phase.Index > 0 && phase.OptimizerState == StateAtBorder.Reset);
        return hasBegun ? state : state with { Phase = phase.Index, FrozenHash = FrozenHash.Of(model.Weights) };
    }

    /// <summary>Ends the phase that has begun, where there is one.</summary>
    /// <exception cref="InvalidOperationException">A frozen parameter has changed.</exception>
    public TrainingState Leave(TrainingState state)
    {
        if (state.Phase is not { } index)
            return state;
        var phase = plan[index];
        ParameterFreezer.Apply(model, phase);
        var hash = FrozenHash.Of(model.Weights);
        if (hash != state.FrozenHash)
        {
            throw new InvalidOperationException(
                $"The phase {phase.Name} was not to train some parameters, and yet they have changed by step {state.Step}: "
                + $"their SHA-256 was {state.FrozenHash}, and is {hash}.");
        }
        var trained = model.Weights.Slots.Where(slot => slot.Parameter.requires_grad).Sum(slot => slot.Parameter.numel());
        var frozen = model.Weights.Slots.Where(slot => !slot.Parameter.requires_grad).Sum(slot => slot.Parameter.numel());
        log.On(new PhaseEvent(state.Step, phase.Name, trained, frozen, hash));
        return state with { Phase = null, FrozenHash = null };
    }
}
