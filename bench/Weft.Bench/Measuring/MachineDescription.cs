using System.Runtime.InteropServices;
using Weft.Runtime.Doctor;

namespace Weft.Bench.Measuring;

/// <summary>Says on what was measured.</summary>
internal static class MachineDescription
{
    public static string Line =>
        $"{Processor}, {Environment.ProcessorCount} processors, {string.Join(", ", CpuFeatures.Find())}; "
        + $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}";

    private static string Processor => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "processor"
        : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "processor";
}
