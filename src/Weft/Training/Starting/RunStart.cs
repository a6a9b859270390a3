using Weft.Runs;
using Weft.Runs.Checkpoints;
using Weft.Runs.Options;
using Weft.Runs.State;

namespace Weft.Training.Starting;

/// <summary>How a run comes to be.</summary>
/// <param name="Given">What surrounds it.</param>
/// <param name="IsResumed">Whether it goes on from a checkpoint.</param>
/// <param name="HasNewBudget">Whether it goes on with another budget than before.</param>
/// <param name="Checkpoint">What it goes on from; null where it begins, or begins anew.</param>
/// <param name="Back">Why it goes back; null where it does not.</param>
internal sealed record RunStart(TrainingOpener Given, bool IsResumed, bool HasNewBudget, Checkpoint? Checkpoint = null, GoingBack? Back = null)
{
    /// <summary>The checkpoint that a run goes on from; null where it begins anew.</summary>
    /// <param name="folder">The run's folder; where the run goes back, it is from the newest checkpoint that was saved before the loss began to rise.</param>
    /// <param name="options">Of the run.</param>
    /// <exception cref="InvalidDataException">There are checkpoints, and none can be used.</exception>
    public Checkpoint? Find(RunFolder folder, RunOptions options)
    {
        if (!folder.IsDone && !folder.HasCheckpoints)
            return null;
        var fingerprint = TaskStart.FingerprintOf(options, folder);
        return Back is null ? folder.OpenCheckpoint("last", fingerprint, Given.Tell) : new CheckpointSearch(folder.Checkpoints, fingerprint, _ => { }).NewestCalm();
    }
}
