using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>What the loss of a batch adds up to; sums and counts, so that they can be added over batches and workers.</summary>
/// <param name="Smoothed">Sum of the label-smoothed losses, nats.</param>
/// <param name="NegativeLogLikelihood">Sum of the plain negative log-likelihoods, nats.</param>
/// <param name="Targets">Number of scored targets.</param>
/// <param name="Correct">Number of targets that had the highest score, or null where it was not asked for.</param>
/// <param name="Rows">The plain loss of each row, 0 where it is not scored: [rows], float32. The caller owns it.</param>
public sealed record LossSums(double Smoothed, double NegativeLogLikelihood, long Targets, long? Correct, Tensor Rows);
