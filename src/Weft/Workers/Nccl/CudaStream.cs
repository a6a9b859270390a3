using System.Runtime.InteropServices;
using Weft.Foundation;

namespace Weft.Workers.Nccl;

/// <summary>
/// A stream of communication's own on one CUDA device, through the driver's interface, which every machine with a device has. What is begun on it follows what LibTorch has begun
/// on its stream, the default one.
/// </summary>
internal sealed unsafe class CudaStream : IDisposable
{
    private const uint NonBlocking = 1;
    private const uint WithoutTiming = 2;
    private const int NotReady = 600;

    private readonly int _device;
    private readonly nint _library;
    private readonly delegate* unmanaged<nint, int> _push;
    private readonly delegate* unmanaged<nint*, int> _pop;
    private readonly delegate* unmanaged<nint*, uint, int> _createEvent;
    private readonly delegate* unmanaged<nint, nint, int> _record;
    private readonly delegate* unmanaged<nint, nint, uint, int> _wait;
    private readonly delegate* unmanaged<nint, int> _query;
    private readonly nint _context;
    private readonly Stack<nint> _events = [];

    /// <summary>Makes a stream.</summary>
    /// <param name="device">The device's number.</param>
    /// <param name="library">The driver's library; another than libcuda.so.1 for tests.</param>
    /// <exception cref="ConfigurationException">There is no driver, or no such device.</exception>
    public CudaStream(int device, string library = "libcuda.so.1")
    {
        _device = device;
        if (!NativeLibrary.TryLoad(library, out _library))
            throw new ConfigurationException($"device is cuda:{device}; the NVIDIA driver's library {library} must be there, and cannot be loaded.");
        Check(((delegate* unmanaged<uint, int>)Find("cuInit"))(0));
        nint context;
        Check(((delegate* unmanaged<nint*, int, int>)Find("cuDevicePrimaryCtxRetain"))(&context, device));
        _context = context;
        _push = (delegate* unmanaged<nint, int>)Find("cuCtxPushCurrent_v2");
        _pop = (delegate* unmanaged<nint*, int>)Find("cuCtxPopCurrent_v2");
        _createEvent = (delegate* unmanaged<nint*, uint, int>)Find("cuEventCreate");
        _record = (delegate* unmanaged<nint, nint, int>)Find("cuEventRecord");
        _wait = (delegate* unmanaged<nint, nint, uint, int>)Find("cuStreamWaitEvent");
        _query = (delegate* unmanaged<nint, int>)Find("cuEventQuery");
        Handle = On(() =>
        {
            nint stream;
            Check(((delegate* unmanaged<nint*, uint, int>)Find("cuStreamCreate"))(&stream, NonBlocking));
            return stream;
        });
    }

    /// <summary>What tells the device from all others, on whatever machine, and whatever number it has for this process.</summary>
    public UInt128 DeviceId
    {
        get
        {
            UInt128 id;
            Check(((delegate* unmanaged<UInt128*, int, int>)Find("cuDeviceGetUuid"))(&id, _device));
            return id;
        }
    }

    /// <summary>The stream, as NCCL takes it.</summary>
    public nint Handle { get; }

    /// <summary>Begins work on the stream behind all that the default stream has got so far.</summary>
    /// <returns>An event that comes when the work is over; it goes back by <see cref="Free"/>.</returns>
    public nint Begin(Action work)
    {
        return On(() =>
        {
            var before = Event();
            Check(_record(before, 0));
            Check(_wait(Handle, before, 0));
            _events.Push(before);
            work();
            var over = Event();
            Check(_record(over, Handle));
            return over;
        });
    }

    /// <summary>Whether an event has come.</summary>
    public bool HasCome(nint over)
    {
        var code = On(() => _query(over));
        if (code != NotReady)
            Check(code);
        return code != NotReady;
    }

    /// <summary>Lets an event be used again.</summary>
    public void Free(nint over) => _events.Push(over);

    /// <summary>Does something while the device is the thread's current one, as NCCL wants it.</summary>
    public T On<T>(Func<T> work)
    {
        Check(_push(_context));
        try
        {
            return work();
        }
        finally
        {
            nint context;
            _ = _pop(&context);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var destroy = (delegate* unmanaged<nint, int>)Find("cuEventDestroy_v2");
        while (_events.TryPop(out var unused))
            _ = destroy(unused);
        _ = ((delegate* unmanaged<nint, int>)Find("cuStreamDestroy_v2"))(Handle);
        _ = ((delegate* unmanaged<int, int>)Find("cuDevicePrimaryCtxRelease_v2"))(_device);
    }

    private nint Event()
    {
        if (_events.TryPop(out var free))
            return free;
        nint made;
        Check(_createEvent(&made, WithoutTiming));
        return made;
    }

    private void Check(int code)
    {
        if (code == 0)
            return;
        nint words;
        var says = ((delegate* unmanaged<int, nint*, int>)Find("cuGetErrorString"))(code, &words) == 0 ? Marshal.PtrToStringUTF8(words) : $"code {code}";
        throw new WorkersLostException($"The device cuda:{_device} cannot be used for communication: CUDA says {says}.");
    }

    private nint Find(string name) => NativeLibrary.TryGetExport(_library, name, out var address)
        ? address
        : throw new ConfigurationException($"The NVIDIA driver's library has no {name}; it must be of CUDA 11 or later. Bring the driver up to date.");
}
