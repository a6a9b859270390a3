using TorchSharp;
using Weft.Runtime.Loading;

namespace Weft.Runtime;

/// <summary>Loads LibTorch; everything that uses <see cref="torch"/> calls <see cref="Load"/> first.</summary>
internal static class TorchRuntime
{
    private static readonly Lazy<TorchRuntimeInfo> Loaded = new(LoadOnce);

    /// <summary>
    /// Sets up the memory allocator and loads LibTorch, once a process; further calls give the same answer. Safe from
    /// several threads and in several processes at once.
    /// </summary>
    /// <exception cref="TorchRuntimeException">LibTorch cannot be used on this machine.</exception>
    /// <exception cref="IOException">No cache folder can be written, and one is needed.</exception>
    public static TorchRuntimeInfo Load() => Loaded.Value;

    /// <summary>The version of TorchSharp, for example <c>0.107.0</c>; nothing needs to be loaded for it.</summary>
    public static string TorchSharpVersion => typeof(torch).Assembly.GetName().Version!.ToString(3);

    private static TorchRuntimeInfo LoadOnce()
    {
        // First of all: memory that was taken under other settings stays under them.
        Memory.KeepLargeBuffers();
        return LoadLibraries();
    }

    /// <summary>
    /// Loads LibTorch and leaves the process as it is otherwise: for measuring what a program without Weft's settings does. To be
    /// called before anything that calls <see cref="Load"/>.
    /// </summary>
    /// <exception cref="TorchRuntimeException">LibTorch cannot be used on this machine.</exception>
    internal static TorchRuntimeInfo LoadLibraries()
    {
        var libstdcxx = "not used on this system";
        string? repaired = null;
        if (OperatingSystem.IsLinux())
        {
            var found = SystemLibstdcxx.Find();
            repaired = LinuxLoader.LoadRepairedIfNeeded(found);
            libstdcxx = (found.Path ?? "found") + (found.IsNewEnough ? ", new enough" : ", older than GCC 13.2");
        }
        StartTorch();
        return new TorchRuntimeInfo(Version.Parse(torch.__version__).ToString(3), repaired is not null, repaired, libstdcxx);
    }

    private static void StartTorch()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException or DllNotFoundException)
        {
            var cause = e.GetBaseException();
            throw new TorchRuntimeException($"LibTorch cannot be loaded: {cause.Message.Split('\n', 2)[0]}", e);
        }
    }
}
