using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Weft.Runtime.Tensors;

/// <summary>Lets C# read and write a tensor's numbers in place.</summary>
internal static class TensorMemory
{
    /// <summary>
    /// The numbers of a tensor, row by row. The span is valid only while the tensor lives: the caller keeps it alive
    /// (<see cref="GC.KeepAlive"/>, or a <c>using</c>) for as long as the span is used.
    /// </summary>
    /// <typeparam name="T">
    /// The type of .NET for the tensor's: <see cref="float"/>, <see cref="double"/>, <see cref="Half"/>, <see cref="long"/>,
    /// <see cref="int"/>, <see cref="short"/>, <see cref="byte"/>, <see cref="sbyte"/>, <see cref="bool"/>; for bfloat16
    /// <see cref="ushort"/>, its bits, or TorchSharp's <c>BFloat16</c>.
    /// </typeparam>
    /// <param name="tensor">A contiguous tensor on the CPU of at most 2,147,483,647 numbers.</param>
    /// <exception cref="ArgumentException">The tensor is elsewhere, is not contiguous, is too large, or is of another type.</exception>
    public static unsafe Span<T> Span<T>(torch.Tensor tensor)
        where T : unmanaged
    {
        if (!Fits<T>(tensor.dtype))
            throw new ArgumentException($"A tensor of {tensor.dtype} cannot be seen as a span of {typeof(T).Name}.", nameof(tensor));
        if (tensor.device_type != DeviceType.CPU)
            throw new ArgumentException($"The tensor is on {tensor.device}; its memory can be reached only on the CPU.", nameof(tensor));
        if (!tensor.is_contiguous())
            throw new ArgumentException("The tensor is not contiguous; call contiguous() first.", nameof(tensor));
        var count = tensor.numel();
        if (count > int.MaxValue)
            throw new ArgumentException($"The tensor has {count} numbers; a span holds at most {int.MaxValue}.", nameof(tensor));
        if (count == 0)
            return [];
        return new Span<T>(First(tensor, count * sizeof(T)), (int)count);
    }

    /// <summary>Where a tensor's numbers begin. TorchSharp gives out memory only as at most 2 GB of bytes, so a view of the first number
    /// stands for larger tensors; the others do without its objects, which every kernel would leave to the garbage collector.</summary>
    private static unsafe void* First(torch.Tensor tensor, long bytes)
    {
        if (bytes <= int.MaxValue)
            return Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
        using var flat = tensor.detach().view(-1);
        using var first = flat.narrow(0, 0, 1);
        return Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }

    private static bool Fits<T>(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Float32 => typeof(T) == typeof(float),
        torch.ScalarType.Float64 => typeof(T) == typeof(double),
        torch.ScalarType.Float16 => typeof(T) == typeof(Half),
        torch.ScalarType.BFloat16 => typeof(T) == typeof(ushort) || typeof(T) == typeof(BFloat16),
        torch.ScalarType.Int64 => typeof(T) == typeof(long),
        torch.ScalarType.Int32 => typeof(T) == typeof(int),
        torch.ScalarType.Int16 => typeof(T) == typeof(short),
        torch.ScalarType.Int8 => typeof(T) == typeof(sbyte),
        torch.ScalarType.Byte => typeof(T) == typeof(byte),
        torch.ScalarType.Bool => typeof(T) == typeof(bool),
        _ => false,
    };
}
