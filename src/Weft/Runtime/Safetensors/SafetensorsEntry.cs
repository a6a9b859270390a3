using static TorchSharp.torch;

namespace Weft.Runtime.Safetensors;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its number format.</param>
/// <param name="Shape">Its dimensions; none for a single number.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where its bytes end, exclusive.</param>
internal sealed record SafetensorsEntry(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>Format and shape as messages show them: <c>Float32 [2, 3]</c>.</summary>
    internal string Description => Describe(Type, Shape);

    /// <summary>Format and shape as messages show them: <c>Float32 [2, 3]</c>.</summary>
    internal static string Describe(ScalarType type, IEnumerable<long> shape) => $"{type} [{string.Join(", ", shape)}]";
}
