using TorchSharp;
using Weft.Foundation;

namespace Weft.Runtime;

/// <summary>How many threads LibTorch computes with.</summary>
internal static class Threads
{
    /// <summary>The number in use.</summary>
    public static int Current
    {
        get
        {
            TorchRuntime.Load();
            return torch.get_num_threads();
        }
    }

    /// <summary>Sets the number of threads.</summary>
    /// <param name="threads">The option <c>threads</c>: 0 is automatic, one for each core that this process may use.</param>
    /// <returns>The number that is now in use.</returns>
    /// <exception cref="ConfigurationException">The option is below 0.</exception>
    public static int Set(int threads)
    {
        if (threads < 0)
            throw new ConfigurationException($"threads is {threads}; it must be 0 (automatic) or more.");
        TorchRuntime.Load();
        torch.set_num_threads(threads == 0 ? Environment.ProcessorCount : threads);
        return torch.get_num_threads();
    }
}
