using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>
/// The memory of a contiguous tensor on the CPU, in float32 or bfloat16, read and written as float32; may be handed to other threads.
/// Valid only while the tensor lives.
/// </summary>
internal readonly unsafe struct FlatNumbers
{
    // With the lowest bit that is kept, it carries just where the dropped half is above one half, or is one half of an odd number.
    private const uint AlmostHalf = 0x7FFF;

    private readonly void* _first;
    private readonly bool _isRounded;

    /// <summary>Reaches a tensor's memory.</summary>
    public FlatNumbers(Tensor tensor)
    {
        _isRounded = tensor.dtype == ScalarType.BFloat16;
        _first = _isRounded
            ? Unsafe.AsPointer(ref MemoryMarshal.GetReference(TensorMemory.Span<ushort>(tensor)))
            : Unsafe.AsPointer(ref MemoryMarshal.GetReference(TensorMemory.Span<float>(tensor)));
    }

    /// <summary>Reads as many numbers as the target holds.</summary>
    public void Load(long start, Span<float> target)
    {
        if (_isRounded)
            Widen(new ReadOnlySpan<ushort>((ushort*)_first + start, target.Length), target);
        else
            new ReadOnlySpan<float>((float*)_first + start, target.Length).CopyTo(target);
    }

    /// <summary>Writes numbers, in bfloat16 rounded to the nearest, ties to even.</summary>
    public void Store(ReadOnlySpan<float> source, long start)
    {
        if (_isRounded)
            Narrow(source, new Span<ushort>((ushort*)_first + start, source.Length));
        else
            source.CopyTo(new Span<float>((float*)_first + start, source.Length));
    }

    private static void Widen(ReadOnlySpan<ushort> source, Span<float> target)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var (i, count) = (0, Vector512<ushort>.Count);
        for (; i <= source.Length - count; i += count)
        {
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(in from, (nuint)i));
            (lower << 16).AsSingle().StoreUnsafe(ref to, (nuint)i);
            (upper << 16).AsSingle().StoreUnsafe(ref to, (nuint)(i + count / 2));
        }
        for (; i < source.Length; i++)
            target[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }

    private static void Narrow(ReadOnlySpan<float> source, Span<ushort> target)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var (i, count) = (0, Vector512<ushort>.Count);
        for (; i <= source.Length - count; i += count)
        {
            var lower = Rounded(Vector512.LoadUnsafe(in from, (nuint)i).AsUInt32());
            var upper = Rounded(Vector512.LoadUnsafe(in from, (nuint)(i + count / 2)).AsUInt32());
            Vector512.Narrow(lower, upper).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < source.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(source[i]);
            target[i] = (ushort)((bits + AlmostHalf + ((bits >> 16) & 1)) >> 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Rounded(Vector512<uint> bits) =>
        (bits + Vector512.Create(AlmostHalf) + ((bits >>> 16) & Vector512<uint>.One)) >>> 16;
}
