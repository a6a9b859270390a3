using System.Runtime.InteropServices;
using Weft.Runtime;

namespace Weft.Bench.Measuring;

/// <summary>Says on what was measured.</summary>
internal static class MachineDescription
{
    public static string Line =>
        $"{CpuFeatures.Name()}, {Environment.ProcessorCount} processors, {string.Join(", ", CpuFeatures.Find())}; "
        + $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}";
}
