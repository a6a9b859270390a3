using System.Runtime.InteropServices;
using TorchSharp;

namespace Weft.Runtime;

/// <summary>Where a tensor's numbers are, on any device: for libraries that work there.</summary>
internal static partial class DeviceMemory
{
    /// <summary>The address of the first number, in the device's memory. It is valid only while the tensor lives.</summary>
    public static nint First(torch.Tensor tensor)
    {
        var address = Data(tensor.Handle);
        GC.KeepAlive(tensor);
        return address;
    }

    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial nint Data(nint tensor);
}
