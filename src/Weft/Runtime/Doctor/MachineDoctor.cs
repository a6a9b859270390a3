using System.Runtime.InteropServices;
using Weft.Foundation;

namespace Weft.Runtime.Doctor;

/// <summary>Looks at everything outside Weft that training depends on.</summary>
internal static class MachineDoctor
{
    /// <summary>Makes all checks. A check that fails is a finding, not an exception.</summary>
    /// <param name="runsFolder">The folder that runs will be written to; it need not exist, and is not created.</param>
    /// <param name="ofSpeed">Finds how fast training will be, once LibTorch is loaded.</param>
    public static DoctorReport Run(string runsFolder, Func<IReadOnlyList<DoctorCheck>> ofSpeed) => new(
    [
        OfSystem(),
        .. EngineChecks.Make(ofSpeed),
        OfCpu(),
        StorageChecks.OfMemory(),
        StorageChecks.OfDisk(runsFolder),
        StorageChecks.OfRunsFolder(runsFolder),
        StorageChecks.OfCache(),
        StorageChecks.OfCorpus(DefaultCorpus.Folder),
    ]);

    private static DoctorCheck OfSystem() => DoctorCheck.Required(
        "system",
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}",
        (OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
            || ((OperatingSystem.IsLinux() || OperatingSystem.IsWindows()) && RuntimeInformation.ProcessArchitecture == Architecture.X64),
        "LibTorch runs on Linux x64, Windows x64 and macOS arm64: use one of these.");

    private static DoctorCheck OfCpu()
    {
        var features = CpuFeatures.Find();
        return DoctorCheck.Advised(
            "processor",
            features.Count > 0 ? string.Join(", ", features) : "no vector instructions that LibTorch would use",
            features.Count > 0,
            "Training works, but several times slower than with AVX2; on a virtual machine, pass the host's processor through.");
    }
}
