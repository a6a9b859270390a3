using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Weft.Kernels;

/// <summary>How numbers are kept in memory: float32, or the bits of bfloat16.</summary>
/// <remarks>
/// Kernels are written for vectors of 512 bits. On a processor with narrower ones .NET makes two or four of each, with the same result.
/// </remarks>
/// <typeparam name="T">The type of a number in memory.</typeparam>
internal interface IScoreFormat<T>
    where T : unmanaged
{
    /// <summary>Reads 32 numbers.</summary>
    static abstract (Vector512<float> Lower, Vector512<float> Upper) Load(ref readonly T source, nuint offset);

    /// <summary>Writes 32 numbers, each rounded to the nearest, ties to even.</summary>
    static abstract void Store(Vector512<float> lower, Vector512<float> upper, ref T target, nuint offset);

    /// <summary>A single number as float32.</summary>
    static abstract float Widen(T number);

    /// <summary>A single number, rounded to the nearest, ties to even.</summary>
    static abstract T Narrow(float number);
}

/// <summary>32-bit numbers.</summary>
internal readonly struct Float32Format : IScoreFormat<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Lower, Vector512<float> Upper) Load(ref readonly float source, nuint offset) =>
        (Vector512.LoadUnsafe(in source, offset), Vector512.LoadUnsafe(in source, offset + (nuint)Vector512<float>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> lower, Vector512<float> upper, ref float target, nuint offset)
    {
        lower.StoreUnsafe(ref target, offset);
        upper.StoreUnsafe(ref target, offset + (nuint)Vector512<float>.Count);
    }

    public static float Widen(float number) => number;

    public static float Narrow(float number) => number;
}

/// <summary>The upper halves of 32-bit numbers.</summary>
internal readonly struct BFloat16Format : IScoreFormat<ushort>
{
    // With the lowest bit that is kept, it carries just where the dropped half is above one half, or is one half of an odd number.
    private const uint AlmostHalf = 0x7FFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Lower, Vector512<float> Upper) Load(ref readonly ushort source, nuint offset)
    {
        var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(in source, offset));
        return ((lower << 16).AsSingle(), (upper << 16).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> lower, Vector512<float> upper, ref ushort target, nuint offset) =>
        Vector512.Narrow(Rounded(lower.AsUInt32()), Rounded(upper.AsUInt32())).StoreUnsafe(ref target, offset);

    public static float Widen(ushort number) => BitConverter.UInt32BitsToSingle((uint)number << 16);

    public static ushort Narrow(float number)
    {
        var bits = BitConverter.SingleToUInt32Bits(number);
        return (ushort)((bits + AlmostHalf + ((bits >> 16) & 1)) >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Rounded(Vector512<uint> bits) =>
        (bits + Vector512.Create(AlmostHalf) + ((bits >>> 16) & Vector512<uint>.One)) >>> 16;
}
