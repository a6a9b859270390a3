using System.Runtime.InteropServices;
using Weft.Runtime.Loading;

namespace Weft.Kernels.Parallel;

/// <summary>
/// Blocks on LibTorch's own threads. libgomp keeps a team for each thread that begins parallel work, and between two pieces of work its
/// members wait in a busy loop for some milliseconds: any other thread that computed meanwhile would have to share a core with one of
/// them. Here the same team does Weft's blocks too, without a wake-up in between.
/// </summary>
internal static unsafe class OpenMpTeam
{
    // GOMP_parallel (libgomp's ABI, version 4.0): calls the function on so many threads, the calling one among them, and returns when
    // all are done. It is what compilers make of "#pragma omp parallel".
    private static readonly delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void> Parallel = Find();
    private static readonly BlockJob Job = new();

    /// <summary>Whether LibTorch's threads are libgomp's, which they are on Linux.</summary>
    public static bool IsAvailable => Parallel != null;

    /// <summary>Runs all blocks; one call at a time.</summary>
    /// <exception cref="Exception">The first that a body threw.</exception>
    public static void Run(int threads, int blocks, Action<int> body)
    {
        Job.Begin(blocks, body);
        Parallel(&Work, 0, (uint)threads, 0);
        Job.End();
    }

    [UnmanagedCallersOnly]
    private static void Work(nint argument) => Job.Work();

    private static delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void> Find()
    {
        var library = LinuxLoader.FindOpenMp();
        return library != 0 && NativeLibrary.TryGetExport(library, "GOMP_parallel", out var address)
            ? (delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void>)address
            : null;
    }
}
