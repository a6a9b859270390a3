using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Weft.Runtime;

/// <summary>What the processor is called, and its vector and matrix instructions that matter for training.</summary>
internal static class CpuFeatures
{
    // Bits of CPUID's leaf 7 (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2A, CPUID).
    private const int AmxBFloat16InEdx = 1 << 22;
    private const int Avx512BFloat16InEaxOfSubleaf1 = 1 << 5;

    // The leaves that hold the name, 16 letters each.
    private const uint HighestExtendedLeaf = 0x8000_0000;
    private const uint FirstLeafOfName = 0x8000_0002;
    private const uint LastLeafOfName = 0x8000_0004;

    /// <summary>Their names, from old to new; none on a processor without any.</summary>
    public static IReadOnlyList<string> Find()
    {
        var found = new List<string>();
        if (AdvSimd.IsSupported)
            found.Add("Advanced SIMD");
        if (Avx2.IsSupported)
            found.Add("AVX2");
        // .NET also asks whether the operating system keeps the wide registers, which CPUID alone does not tell.
        if (!Avx512F.IsSupported)
            return found;
        found.Add("AVX-512");
        if ((X86Base.CpuId(7, 1).Eax & Avx512BFloat16InEaxOfSubleaf1) != 0)
            found.Add("AVX-512 BF16");
        if ((X86Base.CpuId(7, 0).Edx & AmxBFloat16InEdx) != 0)
            found.Add("AMX BF16");
        return found;
    }

    /// <summary>The processor's name, for example <c>AMD EPYC 9654</c>; where it does not tell, its architecture.</summary>
    public static string Name()
    {
        var name = new List<int>();
        if (X86Base.IsSupported && (uint)X86Base.CpuId(unchecked((int)HighestExtendedLeaf), 0).Eax >= LastLeafOfName)
        {
            for (var leaf = FirstLeafOfName; leaf <= LastLeafOfName; leaf++)
            {
                var (eax, ebx, ecx, edx) = X86Base.CpuId(unchecked((int)leaf), 0);
                name.AddRange([eax, ebx, ecx, edx]);
            }
        }
        var letters = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(name)).ToArray().Where(letter => letter != 0).Select(letter => (char)letter);
        var text = string.Concat(letters).Trim();
        return text.Length > 0 ? text : RuntimeInformation.ProcessArchitecture.ToString();
    }
}
