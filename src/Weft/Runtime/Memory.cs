using System.Globalization;
using System.Runtime.InteropServices;
using Weft.Foundation.Files;

namespace Weft.Runtime;

/// <summary>The memory of this process and machine, in bytes, and how the native allocator keeps it.</summary>
internal static partial class Memory
{
    // The parameters of mallopt(3).
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;

    /// <summary>The largest physical memory that this process has had at once.</summary>
    public static long PeakResidentBytes
    {
        get
        {
            if (ReadKilobytes("/proc/self/status", "VmHWM:") is { } bytes)
                return bytes;
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>What this process may still take without swapping, within the limit of its container when there is one.</summary>
    public static long AvailableBytes
    {
        get
        {
            var garbageCollector = GC.GetGCMemoryInfo();
            var limit = garbageCollector.TotalAvailableMemoryBytes;
            return ReadKilobytes("/proc/meminfo", "MemAvailable:") is { } available
                ? Math.Min(available, limit)
                : Math.Max(0, limit - garbageCollector.MemoryLoadBytes);
        }
    }

    /// <summary>
    /// Makes glibc keep large buffers instead of giving each back to the system: a training step frees and takes the same
    /// hundreds of megabytes again, and every page of them would have to be cleared and mapped anew. Holds for the process's
    /// first thread: the heaps of others end at 64 MB, unless <c>MALLOC_ARENA_MAX=1</c> was set when the process started.
    /// Does nothing elsewhere, or where the user has set <c>glibc.malloc</c> in <c>GLIBC_TUNABLES</c>.
    /// </summary>
    /// <returns>Whether all settings were accepted.</returns>
    internal static bool KeepLargeBuffers()
    {
        var tunables = Environment.GetEnvironmentVariable("GLIBC_TUNABLES") ?? "";
        if (!OperatingSystem.IsLinux() || tunables.Contains("glibc.malloc", StringComparison.Ordinal))
            return false;
        try
        {
            // Older versions of glibc refuse a threshold above 32 MB; newer ones take any.
            var keptOnHeap = SetOption(MmapThreshold, 1 << 30) != 0 || SetOption(MmapThreshold, 32 << 20) != 0;
            // -1 is "never": the value is a 32-bit integer, and 2 GB would be too little for a large model's step.
            var neverTrimmed = SetOption(TrimThreshold, -1) != 0;
            var grownInLargeSteps = SetOption(TopPad, 256 << 20) != 0;
            return keptOnHeap && neverTrimmed && grownInLargeSteps;
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, such as musl: it has no such settings.
            return false;
        }
    }

    private static long? ReadKilobytes(string path, string key)
    {
        if (!File.Exists(path))
            return null;
        var line = RegularFile.ReadLines(path).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        var number = line?[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : null;
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int parameter, int value);
}
