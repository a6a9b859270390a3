using System.Runtime.InteropServices;
using Weft.Runtime;
using Weft.Runtime.Doctor;

namespace Weft.Kernels.Autotuning;

/// <summary>What the doctor says of this machine's speed.</summary>
internal static class AutotuningChecks
{
    /// <summary>Shows the finding of <see cref="MachineAutotuning"/>.</summary>
    /// <param name="anew">Whether to measure in any case.</param>
    public static IReadOnlyList<DoctorCheck> Make(bool anew)
    {
        try
        {
            var finding = MachineAutotuning.Get(anew);
            var speed = finding.Speed;
            var precision = finding.Precision == Precision.BFloat16 ? "bfloat16" : "float32";
            return
            [
                DoctorCheck.Fine("threads", $"{finding.Threads} of {finding.Machine.Cores} cores"),
                DoctorCheck.Fine("matrix speed", $"{speed.Float32:F0} GFLOP/s a thread in float32, {speed.BFloat16:F0} in bfloat16; precision auto is {precision}"),
                DoctorCheck.Fine("autotuning", $"{finding.RowsAtOnce} rows of scores at once; kept {(MachineAutotuning.Path is { } path ? $"in {path}" : "nowhere")}"),
            ];
        }
        catch (ExternalException e)
        {
            return [DoctorCheck.Required("matrix speed", "a matrix product failed", ok: false, $"LibTorch says: {e.Message.Split('\n', 2)[0]}")];
        }
    }
}
