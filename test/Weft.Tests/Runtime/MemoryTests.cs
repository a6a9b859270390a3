using TorchSharp;
using Weft.Runtime;
using Weft.Tests.Support;

namespace Weft.Tests.Runtime;

public class MemoryTests
{
    private const int Megabyte = 1 << 20;

    // Only the process's first thread keeps large buffers, and tests run on others, unless there is one arena for all.
    private const string OneArena = "MALLOC_ARENA_MAX";

    private const string Child = "WEFT_TEST_CHILD";

    // How the child's summary says that the test really ran.
    private const string Ran = "Total: 1, Errors: 0, ";

    private static bool IsChild => Environment.GetEnvironmentVariable(Child) == "1";

    // The child with an allocator of the user's own keeps nothing, but must measure.
    public static bool IsGlibcLinux => IsChild || (OperatingSystem.IsLinux() && Memory.KeepLargeBuffers());

    [Fact]
    public void The_peak_grows_with_what_is_used()
    {
        var before = Memory.PeakResidentBytes;
        using var tensor = torch.ones(before / sizeof(float) + 64 * Megabyte / sizeof(float));

        Assert.InRange(Memory.PeakResidentBytes, before + 1, long.MaxValue);
    }

    [Fact]
    public void Some_memory_is_available() => Assert.InRange(Memory.AvailableBytes, 64L * Megabyte, 1L << 50);

    /// <summary>Starts itself twice in a process of its own, which then measures.</summary>
    [Fact(Skip = "needs glibc", SkipUnless = nameof(IsGlibcLinux))]
    public async Task Large_buffers_are_kept_unless_the_user_sets_the_allocator()
    {
        if (IsChild)
        {
            AssertNotFaultedInAnewEachTime();
            return;
        }
        var test = $"{typeof(MemoryTests).FullName}.{nameof(Large_buffers_are_kept_unless_the_user_sets_the_allocator)}";

        var kept = await ChildProcess.RunTest(test, (Child, "1"), (OneArena, "1"));
        var left = await ChildProcess.RunTest(test, (Child, "1"), (OneArena, "1"), ("GLIBC_TUNABLES", "glibc.malloc.arena_max=1"));

        Assert.True(kept.ExitCode == 0, kept.Output);
        Assert.Contains(Ran + "Failed: 0, Skipped: 0", kept.Output);
        Assert.True(left.ExitCode != 0, left.Output);
        Assert.Contains(Ran + "Failed: 1, Skipped: 0", left.Output);
    }

    // Mapped anew, the 16,384 pages of 4 kB would fault each time, half of them or more on this thread. The least of many
    // counts: the heap takes some rounds to find its shape.
    private static void AssertNotFaultedInAnewEachTime() =>
        Assert.InRange(Enumerable.Range(0, 40).Select(_ => FaultsOfOneBuffer(64 * Megabyte)).Min(), 0, 1_000);

    private static long FaultsOfOneBuffer(long bytes)
    {
        var before = PageFaults();
        torch.ones(bytes / sizeof(float)).Dispose();
        return PageFaults() - before;
    }

    /// <summary>The page faults of this thread: the tenth field of its status, the eighth after the name in parentheses.</summary>
    private static long PageFaults()
    {
        var status = File.ReadAllText("/proc/thread-self/stat");
        return long.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[7]);
    }
}
