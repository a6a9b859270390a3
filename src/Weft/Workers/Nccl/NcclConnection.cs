using TorchSharp;
using Weft.Foundation;

namespace Weft.Workers.Nccl;

/// <summary>Connects the devices of several workers where each has an NVIDIA one of its own.</summary>
internal sealed record NcclConnection
{
    /// <summary>Between which devices.</summary>
    public DeviceType Device { get; init; } = DeviceType.CUDA;

    /// <summary>NCCL's library; null is the system's, or that within LibTorch.</summary>
    public string? Library { get; init; } = Environment.GetEnvironmentVariable(NcclFunctions.Variable);

    /// <summary>The library of the devices' driver.</summary>
    public string Driver { get; init; } = "libcuda.so.1";

    /// <summary>The workers whose sums go from device to device; the same ones where there is one worker, where devices are others, where NCCL cannot connect them, and where
    /// the order of additions must not be NCCL's. All workers call it.</summary>
    /// <param name="workers">The workers.</param>
    /// <param name="device">This worker's device.</param>
    /// <param name="isReproducible">Whether sums must be the same bits for any number of workers: they follow one tree then, through the host's memory.</param>
    /// <param name="limit">How long a device waits for another.</param>
    /// <param name="tell">Hears, on the first worker, which way sums go where there are devices.</param>
    /// <param name="owned">Takes what is to be disposed when the sums are over.</param>
    /// <exception cref="ConfigurationException">The library that was named is none.</exception>
    /// <exception cref="WorkersLostException">NCCL fails, or the devices do not find one another in time.</exception>
    public IWorkers Connect(IWorkers workers, torch.Device device, bool isReproducible, TimeSpan limit, Action<string> tell, OwnedResources owned)
    {
        if (workers.Count == 1 || workers.Any(device.type != Device))
            return workers;
        if (isReproducible)
            return Through(workers, tell, "the order of additions is fixed (workers.reproducible)");
        var nccl = NcclFunctions.Load(Library);
        var without = Array.IndexOf(workers.Gather([nccl is null ? 0 : 1]), 0);
        if (without >= 0)
            return Through(workers, tell, $"worker {without} finds no libnccl.so.2. Install it (apt-get install libnccl2), or name its file in {NcclFunctions.Variable}");
        var stream = owned.Add(new CudaStream(device.index, Driver));
        var shared = workers.Gather([stream.DeviceId]).Index().GroupBy(device => device.Item).FirstOrDefault(users => users.Count() > 1);
        if (shared is not null)
            return Through(workers, tell, $"workers {string.Join(", ", shared.Select(user => user.Index))} have the same device, and NCCL wants one for each");
        var connected = owned.Add(new NcclWorkers(workers, nccl!, stream, limit, Device));
        if (workers.IsFirst())
            tell("Gradients go from device to device by NCCL.");
        return connected;
    }

    private static IWorkers Through(IWorkers workers, Action<string> tell, string because)
    {
        if (workers.IsFirst())
            tell($"Gradients go from device to device through the host's memory: {because}.");
        return workers;
    }
}
