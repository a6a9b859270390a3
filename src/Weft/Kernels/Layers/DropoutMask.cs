using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Weft.Foundation;

namespace Weft.Kernels.Layers;

/// <summary>
/// Which elements of a tensor dropout keeps: a function of the key and the element's number alone, so that threads draw their parts
/// independently and the backward pass draws the same again instead of reading it (Srivastava et al. 2014; scaled while training).
/// </summary>
/// <param name="Key">Of this mask: others with another key are independent of it.</param>
/// <param name="Rate">The probability with which an element is dropped, to within 2^-32.</param>
internal readonly record struct DropoutMask(ulong Key, double Rate)
{
    private const double Range = 4294967296.0;

    /// <summary>The number of the tensor's first example in the whole batch, where other workers have those before it.</summary>
    public long FirstExample { get; init; }

    /// <summary>How many examples the tensor holds; of no account where the first has number 0.</summary>
    public long Examples { get; init; }

    /// <summary>What kept elements are multiplied by: the expected value stays as it was.</summary>
    public float Scale => (float)(1 / (1 - Rate));

    // Keys that are alike in the upper half would give one mask, shifted: every bit of a key goes into both halves.
    private ulong MixedKey => RandomStream.For((long)Key, "dropout mask").NextUInt64();

    private uint Threshold => (uint)Math.Min(uint.MaxValue, Math.Round(Rate * Range));

    /// <summary>The number that a tensor's first element has in the whole batch, modulo 2^32: a worker with some of the examples draws for each element what one with
    /// all of them would.</summary>
    /// <param name="elements">How many elements the tensor has, as many for each example, one example after another.</param>
    public uint FirstElement(long elements) => FirstExample == 0 ? 0 : (uint)(FirstExample * (elements / Examples));

    /// <summary>Scales what is kept and zeroes the rest.</summary>
    /// <param name="numbers">A stretch of the tensor.</param>
    /// <param name="first">The number of its first element, modulo 2^32.</param>
    public void Apply(Span<float> numbers, uint first)
    {
        var (key, threshold, scale, i) = (MixedKey, Threshold, Scale, 0);
        ref var at = ref MemoryMarshal.GetReference(numbers);
        var elements = Vector512<uint>.Indices + Vector512.Create(first);
        for (; i <= numbers.Length - Vector512<uint>.Count; i += Vector512<uint>.Count)
        {
            var kept = Vector512.GreaterThanOrEqual(Draw(elements, key), Vector512.Create(threshold)).AsSingle();
            var scaled = Vector512.LoadUnsafe(ref at, (nuint)i) * Vector512.Create(scale);
            Vector512.ConditionalSelect(kept, scaled, Vector512<float>.Zero).StoreUnsafe(ref at, (nuint)i);
            elements += Vector512.Create((uint)Vector512<uint>.Count);
        }
        for (; i < numbers.Length; i++)
            numbers[i] = Draw(Vector512.Create(first + (uint)i), key)[0] >= threshold ? numbers[i] * scale : 0;
    }

    /// <summary>32 random bits of each element: two rounds of a hash without measurable bias, each with a half of the key before it
    /// (constants of C. Wellons 2018, "Prospecting for hash functions").</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Draw(Vector512<uint> elements, ulong key) =>
        Mix(Mix(elements + Vector512.Create((uint)key)) + Vector512.Create((uint)(key >> 32)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Mix(Vector512<uint> bits)
    {
        bits = (bits ^ (bits >>> 16)) * Vector512.Create(0x7FEB352Du);
        bits = (bits ^ (bits >>> 15)) * Vector512.Create(0x846CA68Bu);
        return bits ^ (bits >>> 16);
    }
}
