using Weft.Runtime;

namespace Weft.Bench.Measuring;

/// <summary>What steps cost beside time.</summary>
internal sealed record StepCosts
{
    /// <summary>Managed memory taken in a step, in bytes, over all threads.</summary>
    public double AllocatedBytes { get; init; }

    /// <summary>Garbage collections in a step.</summary>
    public double Gen0Collections { get; init; }

    /// <summary>Minor page faults in a step, or null where the system does not tell.</summary>
    public double? PageFaults { get; init; }

    /// <summary>By how much the physical memory in use grew from step to step, in bytes: 0 when the size is steady.</summary>
    public double ResidentGrowthBytes { get; init; }

    /// <summary>The most physical memory that the process had at once, in bytes.</summary>
    public long PeakResidentBytes { get; init; }

    /// <summary>The costs of so many steps between two readings.</summary>
    public static StepCosts Between(ProcessCounters before, ProcessCounters after, int steps) => new()
    {
        AllocatedBytes = (double)(after.AllocatedBytes - before.AllocatedBytes) / steps,
        Gen0Collections = (double)(after.Gen0Collections - before.Gen0Collections) / steps,
        PageFaults = (double?)(after.PageFaults - before.PageFaults) / steps,
        ResidentGrowthBytes = (double)(after.ResidentBytes - before.ResidentBytes) / steps,
        PeakResidentBytes = Memory.PeakResidentBytes,
    };
}
