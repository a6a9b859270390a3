using System.Runtime.InteropServices;
using Weft.Foundation;

namespace Weft.Runtime.Loading;

/// <summary>Loads LibTorch on Linux ahead of TorchSharp where TorchSharp alone could not.</summary>
internal static class LinuxLoader
{
    /// <summary>
    /// Loads LibTorch and the repaired library when the system needs that. TorchSharp then finds them by itself: the loader
    /// knows a library that is in memory by the name written inside it, whatever its file is called.
    /// </summary>
    /// <returns>The repaired library's path, or null when no repair was needed and nothing was loaded.</returns>
    /// <exception cref="TorchRuntimeException">A file is missing, unknown or cannot be loaded.</exception>
    public static string? LoadRepairedIfNeeded(SystemLibstdcxx libstdcxx)
    {
        if (libstdcxx.IsNewEnough)
            return null;
        var folder = NativeFolder.Find();
        var repaired = RepairedLibrary.Locate(Path.Combine(folder, NativeFolder.LibraryName), WeftFolders.Cache);
        // Each needs those before it, and finds them in memory instead of beside itself.
        foreach (var file in OpenMpFiles(folder))
            LoadFile(file);
        foreach (var name in (string[])["libc10.so", "libtorch_cpu.so", "libtorch.so"])
            LoadFile(Path.Combine(folder, name));
        LoadFile(repaired);
        return repaired;
    }

    /// <summary>The OpenMP library that LibTorch computes with, which is in memory already; 0 where it has none of its own.</summary>
    public static nint FindOpenMp()
    {
        TorchRuntime.Load();
        if (!OperatingSystem.IsLinux())
            return 0;
        // Loading it once more from the same file gives the library that is there.
        return OpenMpFiles(NativeFolder.Find()).Select(file => NativeLibrary.TryLoad(file, out var library) ? library : 0).FirstOrDefault();
    }

    private static string[] OpenMpFiles(string folder) => Directory.GetFiles(folder, "libgomp*.so*");

    private static void LoadFile(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new TorchRuntimeException($"LibTorch cannot be loaded from {path}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
