using System.Globalization;
using TorchSharp;
using Weft.Foundation;

namespace Weft.Runtime;

/// <summary>Turns the option <c>device</c> into a device.</summary>
internal static class Devices
{
    private const string Cuda = "cuda";
    private const string CudaPrefix = "cuda:";

    /// <summary>The number of CUDA devices that LibTorch sees; 0 in a build for the CPU.</summary>
    public static int CudaCount
    {
        get
        {
            TorchRuntime.Load();
            return torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        }
    }

    /// <summary>Whether a choice is one of those that there are, on whatever machine.</summary>
    public static bool Knows(string choice) => Choices(choice).All(one => one is "auto" or "cpu" or Cuda || NumberOf(one) is not null);

    /// <summary>The devices of a choice: one for each worker of a machine.</summary>
    /// <param name="choice">A choice, or several with commas between them.</param>
    public static IReadOnlyList<string> Choices(string choice) => choice.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>The choice of one of several workers on a machine: the one in its place, or, of a single choice of CUDA, the device with its number.</summary>
    /// <param name="choice">A choice, or several with commas between them.</param>
    /// <param name="worker">The worker's number on its machine, from 0.</param>
    public static string ChoiceOf(string choice, int worker)
    {
        var all = Choices(choice);
        if (all.Count > 1)
            return all[worker % all.Count];
        return choice is "auto" or Cuda && worker > 0 && CudaCount > 0 ? $"{CudaPrefix}{worker % CudaCount}" : choice;
    }

    /// <summary>Resolves a choice.</summary>
    /// <param name="choice"><c>auto</c> (the first CUDA device, else the CPU), <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="ConfigurationException">The choice is not one of these, or the device is not there.</exception>
    public static torch.Device Resolve(string choice) => Resolve(choice, CudaCount);

    /// <summary>Resolves a choice on a machine with so many CUDA devices.</summary>
    internal static torch.Device Resolve(string choice, int cudaCount)
    {
        if (choice == "cpu" || (choice == "auto" && cudaCount == 0))
            return torch.CPU;
        var index = choice switch
        {
            "auto" or Cuda => 0,
            _ when NumberOf(choice) is { } number => number,
            _ => throw new ConfigurationException($"device is {choice}; it must be auto, cpu, cuda or cuda:N."),
        };
        if (cudaCount == 0)
            throw new ConfigurationException(
                $"device is {choice}; it must be auto or cpu here, because no CUDA device is available. " +
                "For CUDA, build with -p:TorchBackend=cuda on a machine with an NVIDIA driver.");
        if (index >= cudaCount)
            throw new ConfigurationException($"device is {choice}; it must be below cuda:{cudaCount}, the number of CUDA devices here.");
        return new torch.Device(DeviceType.CUDA, index);
    }

    private static int? NumberOf(string choice) =>
        choice.StartsWith(CudaPrefix, StringComparison.Ordinal)
        && int.TryParse(choice.AsSpan(CudaPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
