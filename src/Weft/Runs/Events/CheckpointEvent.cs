namespace Weft.Runs.Events;

/// <summary>A checkpoint was written.</summary>
/// <param name="Step">The step that it holds.</param>
/// <param name="Phase">The phase's name.</param>
/// <param name="Folder">Its name in the folder <c>checkpoints</c> of the run.</param>
public sealed record CheckpointEvent(long Step, string Phase, string Folder) : TrainingEvent(Step, Phase)
{
    private protected override string Describe() => $"step {Step:N0}: saved as {Folder}";
}
