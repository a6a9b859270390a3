namespace Weft.Sampling;

/// <summary>Has numbers that a checkpoint must keep.</summary>
public interface ICheckpointed
{
    /// <summary>The numbers, by names: <c>float[]</c>, <c>double[]</c>, <c>int[]</c> or <c>byte[]</c>. A checkpoint writes them, and going on
    /// from it fills these very arrays.</summary>
    IReadOnlyList<(string Name, Array Values)> Memory => [];
}
