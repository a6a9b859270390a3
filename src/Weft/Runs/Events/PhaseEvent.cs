namespace Weft.Runs.Events;

/// <summary>A phase has ended, with the proof that it left alone what it was not to train.</summary>
/// <param name="Step">After which step.</param>
/// <param name="Phase">The phase's name.</param>
/// <param name="Trained">Numbers in the parameters that it trained.</param>
/// <param name="Frozen">Numbers in the others.</param>
/// <param name="FrozenHash">SHA-256 of the others at its beginning and, the same, at its end; null where there are none.</param>
public sealed record PhaseEvent(long Step, string Phase, long Trained, long Frozen, string? FrozenHash) : TrainingEvent(Step, Phase)
{
    private const int ShownDigits = 8;

    private protected override string Describe() => $"phase {Phase} ended at step {Step:N0}: {Trained:N0} parameters trained"
        + (FrozenHash is { } hash ? $", {Frozen:N0} frozen, unchanged (sha256 {hash[..Math.Min(ShownDigits, hash.Length)]} at both ends)" : "");
}
