namespace Weft.Runs.State;

/// <summary>A training that diverged goes back to a checkpoint, and on with half the rate.</summary>
/// <param name="Times">How often it will have gone back.</param>
/// <param name="Reason">What was wrong.</param>
internal sealed record GoingBack(int Times, string Reason);
