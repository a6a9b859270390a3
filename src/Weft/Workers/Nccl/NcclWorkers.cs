using TorchSharp;
using Weft.Runtime;
using Weft.Workers.Mpi;
using static TorchSharp.torch;

namespace Weft.Workers.Nccl;

/// <summary>
/// Workers with an NVIDIA device each: what is on the device goes from device to device by NCCL, on a stream of its own, and everything else by the workers
/// that it is made of. All workers get the same bits from NCCL, but other bits for another number of workers.
/// </summary>
internal sealed unsafe class NcclWorkers : IWorkers, IDisposable
{
    private readonly IWorkers _host;
    private readonly NcclFunctions _nccl;
    private readonly CudaStream _stream;
    private readonly DeviceType _device;
    private readonly TimeSpan _limit;
    private readonly nint _communicator;
    private int _isOver;

    /// <summary>Founds a communicator; all workers do.</summary>
    /// <param name="host">The workers, who pass on the word by which the devices find one another.</param>
    /// <param name="nccl">NCCL.</param>
    /// <param name="stream">The stream on this worker's device, which outlives this.</param>
    /// <param name="limit">How long a device waits for another.</param>
    /// <param name="device">Which tensors go from device to device.</param>
    /// <exception cref="WorkersLostException">NCCL fails, or the devices do not find one another in time.</exception>
    public NcclWorkers(IWorkers host, NcclFunctions nccl, CudaStream stream, TimeSpan limit, DeviceType device = DeviceType.CUDA)
    {
        (_host, _nccl, _stream, _device, _limit) = (host, nccl, stream, device, limit);
        NcclUniqueId own = default;
        if (host.IsFirst())
            Check(nccl.GetUniqueId(&own));
        _communicator = Found(host.FromFirst(own));
    }

    /// <inheritdoc/>
    public int Rank => _host.Rank;

    /// <inheritdoc/>
    public int Count => _host.Count;

    /// <inheritdoc/>
    public IPendingSum BeginSum(Tensor numbers) => numbers.device_type != _device
        ? _host.BeginSum(numbers)
        : Begin(numbers, (place, _, type) => Check(_nccl.AllReduce(place, place, (nuint)numbers.numel(), type, NcclFunctions.SumOperation, _communicator, _stream.Handle)));

    /// <inheritdoc/>
    public IPendingSum BeginReduceScatter(Tensor numbers, Parts parts)
    {
        if (numbers.device_type != _device)
            return _host.BeginReduceScatter(numbers, parts);
        return parts.AreEqual
            ? Begin(numbers, (place, size, type) => Check(_nccl.ReduceScatter(place, Place(place, size, parts, Rank), Length(parts, Rank), type, NcclFunctions.SumOperation, _communicator, _stream.Handle)))
            : Begin(numbers, (place, size, type) => Each(parts, rank => _nccl.Reduce(Place(place, size, parts, rank), Place(place, size, parts, rank), Length(parts, rank), type, NcclFunctions.SumOperation, rank, _communicator, _stream.Handle)));
    }

    /// <inheritdoc/>
    public void AllGather(Tensor numbers, Parts parts)
    {
        if (numbers.device_type != _device)
            _host.AllGather(numbers, parts);
        else if (parts.AreEqual)
            Begin(numbers, (place, size, type) => Check(_nccl.AllGather(Place(place, size, parts, Rank), place, Length(parts, Rank), type, _communicator, _stream.Handle))).Wait();
        else
            Begin(numbers, (place, size, type) => Each(parts, rank => _nccl.Broadcast(Place(place, size, parts, rank), Place(place, size, parts, rank), Length(parts, rank), type, rank, _communicator, _stream.Handle))).Wait();
    }

    /// <inheritdoc/>
    public void Sum(Span<double> numbers) => _host.Sum(numbers);

    /// <inheritdoc/>
    public T[] Gather<T>(T[] own)
        where T : unmanaged => _host.Gather(own);

    /// <inheritdoc/>
    public T FromFirst<T>(T own)
        where T : unmanaged => _host.FromFirst(own);

    /// <summary>Lets go of the communicator and waits for nobody: where all went well, the sums are over, and where not, the others may never come.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
            _ = _stream.On(() => _nccl.Abort(_communicator));
    }

    /// <summary>NCCL waits for all devices without a limit: it does so in a thread that can be left to itself.</summary>
    private nint Found(NcclUniqueId id)
    {
        var founding = Task.Factory.StartNew(
            () => _stream.On(() =>
            {
                nint communicator;
                Check(_nccl.InitRank(&communicator, Count, id, Rank));
                return communicator;
            }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.WaitAny([founding], _limit) == 0
            ? founding.GetAwaiter().GetResult()
            : throw Lost("All workers are there, but their devices do not find one another.");
    }

    private PendingSum Begin(Tensor numbers, Action<nint, int, int> call)
    {
        if (!numbers.is_contiguous())
            throw new ArgumentException("The tensor is not contiguous; call contiguous() first.", nameof(numbers));
        // ncclFloat16, ncclFloat32, ncclFloat64, ncclBfloat16.
        var type = numbers.dtype switch
        {
            ScalarType.Float16 => 6,
            ScalarType.Float32 => 7,
            ScalarType.Float64 => 8,
            ScalarType.BFloat16 => 9,
            _ => throw new ArgumentException($"Workers sum floating-point numbers, and these are {numbers.dtype}.", nameof(numbers)),
        };
        var kept = numbers.detach().DetachFromDisposeScope();
        return new PendingSum(this, kept, _stream.Begin(() => call(DeviceMemory.First(kept), (int)kept.element_size(), type)));
    }

    private void Each(Parts parts, Func<int, int> call)
    {
        Check(_nccl.GroupStart());
        for (var rank = 0; rank < Count; rank++)
        {
            if (parts.Of(rank).Length > 0)
                Check(call(rank));
        }
        Check(_nccl.GroupEnd());
    }

    private static nint Place(nint first, int size, Parts parts, int rank) => first + (nint)(parts.Of(rank).Start * size);

    private static nuint Length(Parts parts, int rank) => (nuint)parts.Of(rank).Length;

    private void Check(int code) => _nccl.Check(code, Rank);

    private void WaitFor(nint over)
    {
        var waiting = new Waiting(canSleep: true);
        while (!_stream.HasCome(over))
        {
            if (!waiting.Pause())
                continue;
            int code;
            Check(_nccl.GetAsyncError(_communicator, &code));
            Check(code);
            if (waiting.Elapsed > _limit)
                GiveUp();
        }
        _stream.Free(over);
    }

    /// <summary>Devices do not say for whom they wait; the workers themselves do.</summary>
    private void GiveUp()
    {
        Dispose();
        _host.Sum(stackalloc double[1]);
        throw Lost("All workers are there, but what the devices send does not arrive.");
    }

    private WorkersLostException Lost(string why) => new(
        $"Worker {Rank} has waited {_limit.TotalSeconds:0.###} s for the devices of the others. {why}{Environment.NewLine}" +
        "NCCL_DEBUG=INFO shows more; continue from the last checkpoint with --resume.");

    private sealed class PendingSum(NcclWorkers workers, Tensor numbers, nint over) : IPendingSum
    {
        public void Wait()
        {
            workers.WaitFor(over);
            numbers.Dispose();
        }
    }
}
