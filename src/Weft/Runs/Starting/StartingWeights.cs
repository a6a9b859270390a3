using Weft.Evaluation;

namespace Weft.Runs.Starting;

/// <summary>The weights of a run that another one started from.</summary>
/// <param name="Run">That run's folder.</param>
/// <param name="Step">The step that they are of: its best.</param>
/// <param name="Weights">Raw or averaged, as that run was measured.</param>
/// <param name="Sha256">SHA-256 of the file of the checkpoint that holds them.</param>
/// <param name="Head">Whether the head was taken as well; else it began anew.</param>
public sealed record StartingWeights(string Run, long Step, WeightsChoice Weights, string Sha256, bool Head);
