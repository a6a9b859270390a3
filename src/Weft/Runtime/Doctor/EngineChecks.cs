using System.Runtime.InteropServices;
using Weft.Runtime.Calibration;

namespace Weft.Runtime.Doctor;

/// <summary>The checks of LibTorch and of how fast it is here.</summary>
internal static class EngineChecks
{
    /// <summary>Loads LibTorch and says how fast it is; when it cannot be loaded, that is the only finding.</summary>
    /// <param name="recalibrate">Whether to measure the machine anew.</param>
    public static IReadOnlyList<DoctorCheck> Make(bool recalibrate)
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
            .. OfCalibration(recalibrate),
        ];
    }

    private static DoctorCheck OfDevices()
    {
        var count = Devices.CudaCount;
        return DoctorCheck.Fine("devices", string.Join(", ", Enumerable.Range(0, count).Select(i => $"cuda:{i}").Prepend("cpu")));
    }

    private static DoctorCheck[] OfCalibration(bool anew)
    {
        try
        {
            var finding = MachineCalibration.Get(anew);
            var speed = finding.Speed;
            var precision = finding.Precision == Precision.BFloat16 ? "bfloat16" : "float32";
            return
            [
                DoctorCheck.Fine("threads", $"{finding.Threads} of {finding.Machine.Cores} cores"),
                DoctorCheck.Fine("matrix speed", $"{speed.Float32:F0} GFLOP/s in float32, {speed.BFloat16:F0} in bfloat16; precision auto is {precision}"),
                DoctorCheck.Fine("calibration", $"{finding.RowsAtOnce} rows of scores at once; kept {(MachineCalibration.Path is { } path ? $"in {path}" : "nowhere")}"),
            ];
        }
        catch (ExternalException e)
        {
            return [DoctorCheck.Required("matrix speed", "a matrix product failed", ok: false, $"LibTorch says: {e.Message.Split('\n', 2)[0]}")];
        }
    }
}
