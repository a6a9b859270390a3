using System.Runtime.InteropServices;
using Weft.Foundation;

namespace Weft.Workers.Mpi;

/// <summary>
/// The functions of MPI 3.1 that are used, for both interfaces: handles are addresses of exported symbols in Open MPI and integers in MPICH, and an
/// <see cref="nint"/> holds either.
/// </summary>
internal sealed unsafe class MpiFunctions
{
    /// <summary>int MPI_Init_thread(int* argc, char*** argv, int required, int* provided).</summary>
    public readonly delegate* unmanaged<void*, void*, int, int*, int> InitThread;

    /// <summary>int MPI_Comm_set_errhandler(comm, handler).</summary>
    public readonly delegate* unmanaged<nint, nint, int> SetErrorHandler;

    /// <summary>int MPI_Comm_rank(comm, int*).</summary>
    public readonly delegate* unmanaged<nint, int*, int> Rank;

    /// <summary>int MPI_Comm_size(comm, int*).</summary>
    public readonly delegate* unmanaged<nint, int*, int> Size;

    /// <summary>int MPI_Isend(buffer, count, type, to, tag, comm, request*).</summary>
    public readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> Send;

    /// <summary>int MPI_Irecv(buffer, count, type, from, tag, comm, request*).</summary>
    public readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> Receive;

    /// <summary>int MPI_Test(request*, int* flag, status*).</summary>
    public readonly delegate* unmanaged<nint*, int*, nint, int> Test;

    /// <summary>int MPI_Iprobe(from, tag, comm, int* flag, status*).</summary>
    public readonly delegate* unmanaged<int, int, nint, int*, nint, int> Probe;

    /// <summary>int MPI_Ibcast(buffer, count, type, root, comm, request*).</summary>
    public readonly delegate* unmanaged<void*, int, nint, int, nint, nint*, int> Broadcast;

    /// <summary>int MPI_Iallgather(send, count, type, receive, count, type, comm, request*).</summary>
    public readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int> AllGather;

    /// <summary>int MPI_Iallgatherv(send, count, type, receive, counts, places, type, comm, request*).</summary>
    public readonly delegate* unmanaged<void*, int, nint, void*, int*, int*, nint, nint, nint*, int> AllGatherV;

    /// <summary>int MPI_Error_string(code, char*, int* length).</summary>
    public readonly delegate* unmanaged<int, byte*, int*, int> ErrorString;

    /// <summary>int MPI_Finalize().</summary>
    public readonly delegate* unmanaged<int> Finish;

    /// <summary>int MPI_Abort(comm, code).</summary>
    public readonly delegate* unmanaged<nint, int, int> Abort;

    private readonly nint _library;
    private readonly string _name;

    /// <summary>Finds all of them.</summary>
    /// <exception cref="ConfigurationException">The library lacks one.</exception>
    public MpiFunctions(nint library, bool isOpenMpi)
    {
        (_library, _name) = (library, isOpenMpi ? "Open MPI" : "MPICH");
        InitThread = (delegate* unmanaged<void*, void*, int, int*, int>)Find("MPI_Init_thread");
        SetErrorHandler = (delegate* unmanaged<nint, nint, int>)Find("MPI_Comm_set_errhandler");
        Rank = (delegate* unmanaged<nint, int*, int>)Find("MPI_Comm_rank");
        Size = (delegate* unmanaged<nint, int*, int>)Find("MPI_Comm_size");
        Send = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Find("MPI_Isend");
        Receive = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Find("MPI_Irecv");
        Test = (delegate* unmanaged<nint*, int*, nint, int>)Find("MPI_Test");
        Probe = (delegate* unmanaged<int, int, nint, int*, nint, int>)Find("MPI_Iprobe");
        Broadcast = (delegate* unmanaged<void*, int, nint, int, nint, nint*, int>)Find("MPI_Ibcast");
        AllGather = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int>)Find("MPI_Iallgather");
        AllGatherV = (delegate* unmanaged<void*, int, nint, void*, int*, int*, nint, nint, nint*, int>)Find("MPI_Iallgatherv");
        ErrorString = (delegate* unmanaged<int, byte*, int*, int>)Find("MPI_Error_string");
        Finish = (delegate* unmanaged<int>)Find("MPI_Finalize");
        Abort = (delegate* unmanaged<nint, int, int>)Find("MPI_Abort");
        (World, Byte, ReturnErrors, IgnoreStatus) = isOpenMpi
            ? (Find("ompi_mpi_comm_world"), Find("ompi_mpi_byte"), Find("ompi_mpi_errors_return"), 0)
            : (0x44000000, 0x4c00010d, 0x54000001, 1);
    }

    /// <summary>MPI_COMM_WORLD.</summary>
    public nint World { get; }

    /// <summary>MPI_BYTE.</summary>
    public nint Byte { get; }

    /// <summary>MPI_ERRORS_RETURN.</summary>
    public nint ReturnErrors { get; }

    /// <summary>MPI_STATUS_IGNORE.</summary>
    public nint IgnoreStatus { get; }

    /// <summary>Turns a code that is not success into an exception.</summary>
    /// <exception cref="WorkersLostException">With MPI's own words.</exception>
    public void Check(int code, int rank)
    {
        if (code == 0)
            return;
        // MPI_MAX_ERROR_STRING is 256 in one and 512 in the other.
        var text = stackalloc byte[1024];
        int length;
        var words = ErrorString(code, text, &length) == 0 ? Marshal.PtrToStringUTF8((nint)text, length).ReplaceLineEndings(" ").Trim() : $"code {code}";
        throw new WorkersLostException($"Worker {rank} cannot go on with the others: {_name} says {words}.");
    }

    private nint Find(string name) => NativeLibrary.TryGetExport(_library, name, out var address)
        ? address
        : throw new ConfigurationException($"The MPI library has no {name}; it must be Open MPI 3 or later or MPICH 3.2 or later. Name another one in {MpiLibrary.Variable}.");
}
