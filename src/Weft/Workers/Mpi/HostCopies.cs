using TorchSharp;
using Weft.Runtime.Tensors;
using Weft.Workers.Sums;
using static TorchSharp.torch;

namespace Weft.Workers.Mpi;

/// <summary>What of a <see cref="TreeSum"/> is called.</summary>
internal enum TreeCall
{
    /// <summary><see cref="TreeSum.Sum"/>.</summary>
    Sum,

    /// <summary><see cref="TreeSum.ReduceScatter"/>.</summary>
    ReduceScatter,

    /// <summary><see cref="TreeSum.AllGather"/>.</summary>
    AllGather,
}

/// <summary>Tensors as memory that MPI can send: float32 and float64 on the CPU as they are, others as copies, whose memory is kept for the next tensor of that size.</summary>
internal sealed class HostCopies
{
    private readonly Dictionary<(long Length, ScalarType Type), Stack<Tensor>> _free = [];

    /// <summary>Makes a tensor's memory ready to be sent. Sums of bfloat16 and float16 are rounded once, at the end.</summary>
    /// <param name="numbers">Contiguous, of floating-point numbers.</param>
    /// <exception cref="ArgumentException">It is of whole numbers, or not contiguous.</exception>
    public HostCopy Of(Tensor numbers)
    {
        if (!numbers.is_floating_point())
            throw new ArgumentException($"Workers sum floating-point numbers, and these are {numbers.dtype}.", nameof(numbers));
        if (!numbers.is_contiguous())
            throw new ArgumentException("The tensor is not contiguous; call contiguous() first.", nameof(numbers));
        using var frozen = no_grad();
        var flat = numbers.detach().view(-1).DetachFromDisposeScope();
        var type = numbers.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        if (numbers.device_type == DeviceType.CPU && numbers.dtype == type)
            return new HostCopy(flat, flat, null);
        var key = (flat.numel(), type);
        if (!_free.TryGetValue(key, out var free))
            _free[key] = free = new();
        // Memory that does not move is copied without a detour.
        if (!free.TryPop(out var copy))
            copy = (numbers.device_type == DeviceType.CUDA ? empty(key.Item1, type).pin_memory() : empty(key.Item1, type)).DetachFromDisposeScope();
        copy.copy_(flat);
        return new HostCopy(flat, copy, free);
    }
}

/// <summary>The memory of one tensor while it is summed.</summary>
/// <param name="flat">The tensor.</param>
/// <param name="copy">Its memory, or a copy of it.</param>
/// <param name="free">Where the copy is kept for the next one.</param>
internal sealed class HostCopy(Tensor flat, Tensor copy, Stack<Tensor>? free)
{
    // A span counts as far as an int does.
    private const int MostNumbers = 1 << 30;

    /// <summary>How many bytes are sent.</summary>
    public long Bytes { get; } = copy.numel() * copy.element_size();

    /// <summary>Sums in the communication thread.</summary>
    public void With(TreeSum sum, TreeCall call, Parts? parts)
    {
        if (copy.dtype == ScalarType.Float64)
            With(sum, call, parts, TensorMemory.Span<double>(copy));
        else if (copy.numel() <= MostNumbers || call != TreeCall.Sum)
            With(sum, call, parts, TensorMemory.Span<float>(copy));
        else
            SumPieces(sum);
        GC.KeepAlive(copy);
    }

    /// <summary>Brings the sum to where the numbers came from.</summary>
    public void Finish()
    {
        using var frozen = no_grad();
        if (free is not null)
        {
            flat.copy_(copy);
            free.Push(copy);
        }
        flat.Dispose();
    }

    private static void With<T>(TreeSum sum, TreeCall call, Parts? parts, Span<T> numbers)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        if (call == TreeCall.Sum)
            sum.Sum(numbers);
        else if (call == TreeCall.ReduceScatter)
            sum.ReduceScatter(numbers, parts!);
        else
            sum.AllGather(numbers, parts!);
    }

    private void SumPieces(TreeSum sum)
    {
        for (long start = 0; start < copy.numel(); start += MostNumbers)
        {
            using var piece = copy.narrow(0, start, Math.Min(MostNumbers, copy.numel() - start));
            sum.Sum(TensorMemory.Span<float>(piece));
        }
    }
}
