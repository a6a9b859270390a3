using System.Text.Json.Serialization;

namespace Weft.Runtime;

/// <summary>The number format of matrix products; parameters, optimizer state and reductions are always float32.</summary>
public enum Precision
{
    /// <summary>The faster of the two on this machine, by measurement.</summary>
    Auto,

    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>The upper 16 bits of a 32-bit floating-point number: its range, with 8 significant bits.</summary>
    [JsonStringEnumMemberName("bfloat16")]
    BFloat16,
}
