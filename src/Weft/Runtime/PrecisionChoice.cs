using TorchSharp;
using Weft.Runtime.Calibration;

namespace Weft.Runtime;

/// <summary>Turns the option <c>precision</c> into a number format.</summary>
public static class PrecisionChoice
{
    /// <summary>How many times faster bfloat16 must be to be worth converting weights and activations to it.</summary>
    private const double WorthConverting = 1.3;

    /// <summary>
    /// Resolves <see cref="Precision.Auto"/>: on the CPU by <see cref="MachineCalibration"/>, elsewhere by a measurement of well under a
    /// second. Others stay as they are.
    /// </summary>
    /// <param name="precision">The option.</param>
    /// <param name="device">Where the products will run; the CPU when null.</param>
    /// <returns><see cref="Precision.Float32"/> or <see cref="Precision.BFloat16"/>.</returns>
    public static Precision Resolve(Precision precision, torch.Device? device = null) =>
        precision != Precision.Auto ? precision
        : device is null || device.type == DeviceType.CPU ? MachineCalibration.Get().Precision
        : Choose(MatrixSpeed.Measure(device));

    /// <summary>The format that a measurement speaks for.</summary>
    public static Precision Choose(MatrixSpeed speed) =>
        speed.BFloat16 > WorthConverting * speed.Float32 ? Precision.BFloat16 : Precision.Float32;
}
