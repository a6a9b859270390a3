using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weft.Kernels;

/// <summary>How scores are kept in memory: float32, or the bits of bfloat16.</summary>
/// <typeparam name="T">The type of a number in memory.</typeparam>
internal interface IScoreFormat<T>
    where T : unmanaged
{
    /// <summary>Reads twice as many numbers as a vector holds.</summary>
    static abstract (Vector<float> Lower, Vector<float> Upper) Load(ref readonly T source, nuint offset);

    /// <summary>Writes twice as many numbers as a vector holds, each rounded to the nearest, ties to even.</summary>
    static abstract void Store(Vector<float> lower, Vector<float> upper, ref T target, nuint offset);

    /// <summary>A single number as float32.</summary>
    static abstract float Widen(T number);

    /// <summary>A single number, rounded to the nearest, ties to even.</summary>
    static abstract T Narrow(float number);
}

/// <summary>32-bit numbers.</summary>
internal readonly struct Float32Format : IScoreFormat<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> Lower, Vector<float> Upper) Load(ref readonly float source, nuint offset) =>
        (Vector.LoadUnsafe(in source, offset), Vector.LoadUnsafe(in source, offset + (nuint)Vector<float>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> lower, Vector<float> upper, ref float target, nuint offset)
    {
        lower.StoreUnsafe(ref target, offset);
        upper.StoreUnsafe(ref target, offset + (nuint)Vector<float>.Count);
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
    public static (Vector<float> Lower, Vector<float> Upper) Load(ref readonly ushort source, nuint offset)
    {
        Vector.Widen(Vector.LoadUnsafe(in source, offset), out var lower, out var upper);
        return (Vector.AsVectorSingle(lower << 16), Vector.AsVectorSingle(upper << 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> lower, Vector<float> upper, ref ushort target, nuint offset) =>
        Vector.Narrow(Rounded(Vector.AsVectorUInt32(lower)), Rounded(Vector.AsVectorUInt32(upper))).StoreUnsafe(ref target, offset);

    public static float Widen(ushort number) => BitConverter.UInt32BitsToSingle((uint)number << 16);

    public static ushort Narrow(float number)
    {
        var bits = BitConverter.SingleToUInt32Bits(number);
        return (ushort)((bits + AlmostHalf + ((bits >> 16) & 1)) >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Rounded(Vector<uint> bits) =>
        (bits + new Vector<uint>(AlmostHalf) + ((bits >>> 16) & Vector<uint>.One)) >>> 16;
}
