using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Weft.Runtime.Doctor;

/// <summary>The vector and matrix instructions of the processor that matter for training.</summary>
internal static class CpuFeatures
{
    // Bits of CPUID's leaf 7 (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2A, CPUID).
    private const int AmxBFloat16InEdx = 1 << 22;
    private const int Avx512BFloat16InEaxOfSubleaf1 = 1 << 5;

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
}
