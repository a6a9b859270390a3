using System.Text.Json.Serialization;

namespace Weft.Runtime.Calibration;

/// <summary>What a measurement of this machine's processor came to.</summary>
/// <param name="Machine">Where it was made.</param>
/// <param name="Speed">The speed of matrix products with <paramref name="Threads"/> threads.</param>
/// <param name="Threads">The number of threads that is fastest, at most one for each core.</param>
/// <param name="RowsAtOnce">How many rows of scores the decoder's kernel best takes at once.</param>
public sealed record CalibrationFinding(MachineKey Machine, MatrixSpeed Speed, int Threads, int RowsAtOnce)
{
    /// <summary>
    /// The rows at once that are taken where nothing was measured: 256 rows of 33,000 floats are 34 MB, which stay in the allocator's
    /// arena and for the most part in the processor's cache.
    /// </summary>
    public const int UsualRowsAtOnce = 256;

    /// <summary>The number format that the speeds speak for.</summary>
    [JsonIgnore]
    public Precision Precision => PrecisionChoice.Choose(Speed);

    /// <summary>Whether the numbers can be a measurement's at all.</summary>
    [JsonIgnore]
    public bool IsPlausible =>
        // JSON can leave out what the type cannot.
        Speed is { Float32: > 0 and < double.PositiveInfinity, BFloat16: >= 0 and < double.PositiveInfinity }
        && Threads >= 1 && Threads <= Machine.Cores && RowsAtOnce is >= 1 and <= 1 << 20;
}
