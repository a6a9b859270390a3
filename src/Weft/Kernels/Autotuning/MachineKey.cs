using System.Text.Json.Serialization;
using Weft.Foundation;
using Weft.Runtime;

namespace Weft.Kernels.Autotuning;

/// <summary>Everything that the fastest settings depend on; one machine's finding says nothing about another's.</summary>
/// <param name="Version">Of the measurement itself: it is raised when what is measured changes.</param>
/// <param name="Processor">The processor's name.</param>
/// <param name="Features">Its instructions, as the doctor lists them.</param>
/// <param name="Cores">The cores that this process may use, within the limits of its container.</param>
/// <param name="LibTorch">LibTorch's version.</param>
internal sealed record MachineKey(int Version, string Processor, string Features, int Cores, string LibTorch)
{
    /// <summary>The version of the measurement that this Weft makes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>This machine's.</summary>
    public static MachineKey OfThisMachine() => new(
        CurrentVersion,
        CpuFeatures.Name(),
        string.Join(", ", CpuFeatures.Find()),
        Environment.ProcessorCount,
        TorchRuntime.Load().LibTorchVersion);

    /// <summary>16 hexadecimal digits that stand for all of it, for a file's name.</summary>
    [JsonIgnore]
    public string Digits => Hashes.Sha256($"{Version}\n{Processor}\n{Features}\n{Cores}\n{LibTorch}")[..16];
}
