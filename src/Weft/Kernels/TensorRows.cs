using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>
/// The memory of a contiguous tensor on the CPU, row by row; unlike a span it may be handed to other threads. Valid only
/// while the tensor lives.
/// </summary>
/// <typeparam name="T">The number's type, as in <see cref="TensorMemory.Span{T}"/>.</typeparam>
internal readonly unsafe struct TensorRows<T>
    where T : unmanaged
{
    private readonly T* _first;
    private readonly int _columns;

    /// <summary>Reaches a tensor's memory; a vector is a single row.</summary>
    public TensorRows(Tensor tensor)
    {
        _first = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(TensorMemory.Span<T>(tensor)));
        _columns = (int)tensor.size(-1);
    }

    /// <summary>The numbers of a row.</summary>
    public Span<T> this[int row] => new(_first + (nint)row * _columns, _columns);
}
