using System.Globalization;

namespace Weft.Bench.Measuring;

/// <summary>What this process has used so far, read before and after the steps that are measured.</summary>
/// <param name="AllocatedBytes">Managed memory taken, over all threads.</param>
/// <param name="Gen0Collections">Garbage collections of the youngest generation.</param>
/// <param name="PageFaults">Pages that the system had to map or clear, without reading a disk; null where it does not tell.</param>
/// <param name="ResidentBytes">Physical memory in use now.</param>
internal sealed record ProcessCounters(long AllocatedBytes, int Gen0Collections, long? PageFaults, long ResidentBytes)
{
    private const string StatusFile = "/proc/self/stat";

    public static ProcessCounters Now() =>
        new(GC.GetTotalAllocatedBytes(precise: true), GC.CollectionCount(0), ReadPageFaults(), Environment.WorkingSet);

    // proc(5): the tenth field, minflt, the eighth after the program's name, which is in brackets and may hold blanks.
    private static long? ReadPageFaults()
    {
        if (!File.Exists(StatusFile))
            return null;
        var status = File.ReadAllText(StatusFile);
        var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[7], CultureInfo.InvariantCulture);
    }
}
