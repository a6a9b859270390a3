using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Runs.Checkpoints;
using Weft.Workers;

namespace Weft.Training.Starting;

/// <summary>How a run comes to be.</summary>
/// <param name="IsResumed">Whether it goes on from a checkpoint.</param>
/// <param name="HasNewBudget">Whether it goes on with another budget than before.</param>
/// <param name="Disk">Where its checkpoints go.</param>
/// <param name="Tell">Hears what the user should know of its checkpoints.</param>
/// <param name="Progress">Hears of work that takes noticeable time, besides the steps.</param>
/// <param name="Checkpoint">What it goes on from; null where it begins, or begins anew.</param>
/// <param name="Back">Why it goes back; null where it does not.</param>
internal sealed record RunStart(bool IsResumed, bool HasNewBudget, IDisk Disk, Action<string> Tell, IProgress<WorkProgress>? Progress, Checkpoint? Checkpoint = null, GoingBack? Back = null)
{
    /// <summary>What a program brings itself.</summary>
    public Plugins Plugins { get; init; } = Plugins.None;
    /// <summary>Who makes the same training.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;
}

/// <summary>A training that diverged goes back to a checkpoint, and on with half the rate.</summary>
/// <param name="Times">How often it will have gone back.</param>
/// <param name="Reason">What was wrong.</param>
internal sealed record GoingBack(int Times, string Reason);
