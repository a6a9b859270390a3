using TorchSharp;
using Weft.Runtime;
using Weft.Training.Options;

namespace Weft.Training;

/// <summary>Brings up the engine as a run's options want it.</summary>
internal static class TrainingDevice
{
    /// <summary>Loads LibTorch, sets its threads and finds the device.</summary>
    public static torch.Device Prepare(RuntimeOptions options)
    {
        TorchRuntime.Load();
        Threads.Set(options.Threads);
        return Devices.Resolve(options.Device);
    }
}
