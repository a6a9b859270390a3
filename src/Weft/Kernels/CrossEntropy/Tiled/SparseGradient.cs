namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>The derivative of the loss with respect to a single score.</summary>
/// <param name="Row">The row in the batch.</param>
/// <param name="Class">The class.</param>
/// <param name="Value">The derivative, or a part of it.</param>
internal readonly record struct SparseGradient(int Row, int Class, float Value);
