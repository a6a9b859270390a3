using System.Runtime.InteropServices;
using Weft.Foundation;

namespace Weft.Workers.Nccl;

/// <summary>What processes that found a communicator have in common (ncclUniqueId).</summary>
internal unsafe struct NcclUniqueId
{
    /// <summary>NCCL_UNIQUE_ID_BYTES of them.</summary>
    public fixed byte Bytes[128];
}

/// <summary>The functions of NCCL 2 that are used.</summary>
internal sealed unsafe class NcclFunctions
{
    /// <summary>The variable that names a library, where the loader does not find it.</summary>
    public const string Variable = "WEFT_NCCL_LIBRARY";

    // LibTorch's builds for CUDA have NCCL within them.
    private static readonly string[] Usual = ["libnccl.so.2", "libtorch_cuda.so"];

    /// <summary>ncclSum.</summary>
    public const int SumOperation = 0;

    /// <summary>ncclInProgress.</summary>
    public const int InProgress = 7;

    /// <summary>ncclGetUniqueId(id*).</summary>
    public readonly delegate* unmanaged<NcclUniqueId*, int> GetUniqueId;

    /// <summary>ncclCommInitRank(comm*, count, id, rank).</summary>
    public readonly delegate* unmanaged<nint*, int, NcclUniqueId, int, int> InitRank;

    /// <summary>ncclAllReduce(send, receive, count, type, operation, comm, stream).</summary>
    public readonly delegate* unmanaged<nint, nint, nuint, int, int, nint, nint, int> AllReduce;

    /// <summary>ncclReduce(send, receive, count, type, operation, root, comm, stream).</summary>
    public readonly delegate* unmanaged<nint, nint, nuint, int, int, int, nint, nint, int> Reduce;

    /// <summary>ncclBroadcast(send, receive, count, type, root, comm, stream).</summary>
    public readonly delegate* unmanaged<nint, nint, nuint, int, int, nint, nint, int> Broadcast;

    /// <summary>ncclReduceScatter(send, receive, count of one part, type, operation, comm, stream).</summary>
    public readonly delegate* unmanaged<nint, nint, nuint, int, int, nint, nint, int> ReduceScatter;

    /// <summary>ncclAllGather(send, receive, count of one part, type, comm, stream).</summary>
    public readonly delegate* unmanaged<nint, nint, nuint, int, nint, nint, int> AllGather;

    /// <summary>ncclGroupStart().</summary>
    public readonly delegate* unmanaged<int> GroupStart;

    /// <summary>ncclGroupEnd().</summary>
    public readonly delegate* unmanaged<int> GroupEnd;

    /// <summary>ncclCommGetAsyncError(comm, code*).</summary>
    public readonly delegate* unmanaged<nint, int*, int> GetAsyncError;

    /// <summary>ncclCommAbort(comm).</summary>
    public readonly delegate* unmanaged<nint, int> Abort;

    private readonly delegate* unmanaged<int, nint> _errorString;
    private readonly nint _library;

    private NcclFunctions(nint library)
    {
        _library = library;
        GetUniqueId = (delegate* unmanaged<NcclUniqueId*, int>)Find("ncclGetUniqueId");
        InitRank = (delegate* unmanaged<nint*, int, NcclUniqueId, int, int>)Find("ncclCommInitRank");
        AllReduce = (delegate* unmanaged<nint, nint, nuint, int, int, nint, nint, int>)Find("ncclAllReduce");
        Reduce = (delegate* unmanaged<nint, nint, nuint, int, int, int, nint, nint, int>)Find("ncclReduce");
        Broadcast = (delegate* unmanaged<nint, nint, nuint, int, int, nint, nint, int>)Find("ncclBroadcast");
        ReduceScatter = (delegate* unmanaged<nint, nint, nuint, int, int, nint, nint, int>)Find("ncclReduceScatter");
        AllGather = (delegate* unmanaged<nint, nint, nuint, int, nint, nint, int>)Find("ncclAllGather");
        GroupStart = (delegate* unmanaged<int>)Find("ncclGroupStart");
        GroupEnd = (delegate* unmanaged<int>)Find("ncclGroupEnd");
        GetAsyncError = (delegate* unmanaged<nint, int*, int>)Find("ncclCommGetAsyncError");
        Abort = (delegate* unmanaged<nint, int>)Find("ncclCommAbort");
        _errorString = (delegate* unmanaged<int, nint>)Find("ncclGetErrorString");
    }

    /// <summary>Loads the library.</summary>
    /// <param name="named">A library's file, or null for the system's.</param>
    /// <returns>Its functions; null where the system has none.</returns>
    /// <exception cref="ConfigurationException">The named one is none, or it lacks a function.</exception>
    public static NcclFunctions? Load(string? named)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return NativeLibrary.TryLoad(named, out var library)
                ? new NcclFunctions(library)
                : throw new ConfigurationException($"{Variable} is {named}; it must be the file of NCCL's library, which this cannot be loaded as.");
        }
        foreach (var name in Usual)
        {
            if (NativeLibrary.TryLoad(name, out var library) && NativeLibrary.TryGetExport(library, "ncclGetUniqueId", out _))
                return new NcclFunctions(library);
        }
        return null;
    }

    /// <summary>Turns a code that is not success into an exception.</summary>
    /// <exception cref="WorkersLostException">With NCCL's own words.</exception>
    public void Check(int code, int rank)
    {
        if (code is not (0 or InProgress))
        {
            throw new WorkersLostException($"Worker {rank} cannot go on with the others: NCCL says {Marshal.PtrToStringUTF8(_errorString(code))}.{Environment.NewLine}" +
                "NCCL_DEBUG=INFO shows more; continue from the last checkpoint with --resume.");
        }
    }

    private nint Find(string name) => NativeLibrary.TryGetExport(_library, name, out var address)
        ? address
        : throw new ConfigurationException($"NCCL's library has no {name}; it must be NCCL 2.4 or later. Name another one in {Variable}.");
}
