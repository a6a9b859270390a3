namespace Weft.Runtime.Doctor;

/// <summary>The checks of LibTorch and of how fast it is here.</summary>
internal static class EngineChecks
{
    /// <summary>Loads LibTorch and says how fast it is; when it cannot be loaded, that is the only finding.</summary>
    /// <param name="ofSpeed">The checks of speed, to be made once LibTorch is there.</param>
    public static IReadOnlyList<DoctorCheck> Make(Func<IReadOnlyList<DoctorCheck>> ofSpeed)
    {
        TorchRuntimeInfo info;
        try
        {
            info = TorchRuntime.Load();
        }
        catch (Exception e) when (e is TorchRuntimeException or IOException or UnauthorizedAccessException)
        {
            return [DoctorCheck.Required("LibTorch", "cannot be loaded", ok: false, e.Message)];
        }
        return
        [
            DoctorCheck.Fine("C++ library", info.Repaired ? $"{info.Libstdcxx}; adapted to by {info.LibraryPath}" : info.Libstdcxx),
            DoctorCheck.Required("LibTorch", info.LibTorchVersion, ok: true, ""),
            OfDevices(),
            .. ofSpeed(),
        ];
    }

    private static DoctorCheck OfDevices()
    {
        var count = Devices.CudaCount;
        return DoctorCheck.Fine("devices", string.Join(", ", Enumerable.Range(0, count).Select(i => $"cuda:{i}").Prepend("cpu")));
    }
}
