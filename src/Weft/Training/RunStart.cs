using Weft.Foundation;

namespace Weft.Training;

/// <summary>How a run comes to be.</summary>
/// <param name="IsResumed">Whether it goes on from a checkpoint.</param>
/// <param name="HasNewBudget">Whether it goes on with another budget than before.</param>
/// <param name="Disk">Where its checkpoints go.</param>
/// <param name="Tell">Hears what the user should know of its checkpoints.</param>
/// <param name="Progress">Hears of work that takes noticeable time, besides the steps.</param>
internal sealed record RunStart(bool IsResumed, bool HasNewBudget, IDisk Disk, Action<string> Tell, IProgress<WorkProgress>? Progress);
