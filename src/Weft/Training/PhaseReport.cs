namespace Weft.Training;

/// <summary>The end of a phase, and the proof that it left alone what it was not to train.</summary>
/// <param name="Step">After which step.</param>
/// <param name="Phase">The phase's name.</param>
/// <param name="Trained">Numbers in the parameters that it trained.</param>
/// <param name="Frozen">Numbers in the others.</param>
/// <param name="FrozenHash">SHA-256 of the others at its beginning and, the same, at its end; null where there are none.</param>
public sealed record PhaseReport(long Step, string Phase, long Trained, long Frozen, string? FrozenHash);
