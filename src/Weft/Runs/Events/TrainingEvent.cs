using System.Text.Json.Serialization;

namespace Weft.Runs.Events;

/// <summary>
/// Something that happened in a training. Whoever listens hears these as they happen; <c>metrics.jsonl</c> of the run folder holds them all.
/// They are: <see cref="BeginEvent"/>, <see cref="StepEvent"/>, <see cref="EvaluationEvent"/>, <see cref="PlanEvent"/>, <see cref="PhaseEvent"/>,
/// <see cref="RecoveryEvent"/>, <see cref="CheckpointEvent"/> and <see cref="EndEvent"/>.
/// </summary>
public abstract record TrainingEvent
{
    private protected TrainingEvent(long step, string? phase) => (Step, Phase) = (step, phase ?? "");

    /// <summary>After which step it happened.</summary>
    [JsonPropertyOrder(-2)]
    public long Step { get; init; }

    /// <summary>The name of the phase in which it happened.</summary>
    [JsonPropertyOrder(-1)]
    public string Phase { get; init; }

    /// <summary>What happened, in a line that people read.</summary>
    public sealed override string ToString() => Describe();

    private protected abstract string Describe();
}
