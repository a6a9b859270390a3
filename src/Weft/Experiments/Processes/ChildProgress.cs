using Weft.Foundation;

namespace Weft.Experiments.Processes;

/// <summary>How far a training in another process has come.</summary>
/// <param name="Step">The last step that it logged, or 0.</param>
/// <param name="Loss">The plain loss of that step, nats a token.</param>
/// <param name="Share">The share of the budget that was used up after it.</param>
/// <param name="Said">What it said last of work besides its steps; may be empty.</param>
internal readonly record struct ChildProgress(long Step, double Loss, double Share, string Said)
{
    private const int Parts = 10_000;

    /// <summary>The same as work: before the first step and after the last it is what the process says of itself.</summary>
    /// <param name="name">What the training is called.</param>
    /// <param name="lane">Tells it from others at the same time.</param>
    public WorkProgress ToWork(string name, int lane = 0) => this is { Step: > 0, Share: < 1 }
        ? new WorkProgress(name, (long)(Parts * Share), Parts, "") { Detail = $"step {Step:N0}  loss {Loss:F3}", Lane = lane }
        : new WorkProgress(name, 0, null, "") { Detail = Said.Length > 0 ? Said : Step > 0 ? "measuring" : "beginning", Lane = lane };
}
