using static TorchSharp.torch;

namespace Weft.Runtime.Safetensors;

/// <summary>The number formats that Weft reads and writes, with their names in the file and their sizes in bytes.</summary>
internal static class SafetensorsType
{
    private static readonly (string Name, ScalarType Type, int Size)[] All =
    [
        ("F64", ScalarType.Float64, 8),
        ("F32", ScalarType.Float32, 4),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8),
        ("I32", ScalarType.Int32, 4),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>The formats' names in the file, for messages.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(entry => entry.Name));

    /// <summary>Finds a format by its name in the file.</summary>
    public static (ScalarType Type, int Size)? Find(string name)
    {
        foreach (var entry in All)
            if (entry.Name == name)
                return (entry.Type, entry.Size);
        return null;
    }

    /// <summary>Finds a format by TorchSharp's type.</summary>
    public static (string Name, int Size)? Find(ScalarType type)
    {
        foreach (var entry in All)
            if (entry.Type == type)
                return (entry.Name, entry.Size);
        return null;
    }
}
