using System.Runtime.InteropServices;
using Weft.Foundation;

namespace Weft.Workers.Mpi;

/// <summary>Finds the MPI library that belongs to the launcher: processes of one know nothing of another's.</summary>
internal static partial class MpiLibrary
{
    /// <summary>The variable that names a library, where the loader does not find it or finds another.</summary>
    public const string Variable = "WEFT_MPI_LIBRARY";

    private const string OpenMpiSymbol = "ompi_mpi_comm_world";
    private static readonly string[] OpenMpi = ["libmpi.so.40", "libmpi.so"];
    private static readonly string[] Mpich = ["libmpich.so.12", "libmpi.so.12", "libmpich.so", "libmpi.so"];

    /// <summary>Loads the library.</summary>
    /// <param name="launcher">What started this process.</param>
    /// <param name="named">A library's file, or null: the value of <see cref="Variable"/>.</param>
    /// <returns>The library, and whether its interface is Open MPI's; else it is MPICH's, which Intel MPI and Cray's share.</returns>
    /// <exception cref="ConfigurationException">It is not there, or is another launcher's.</exception>
    public static (nint Library, bool IsOpenMpi) Load(Launcher launcher, string? named)
    {
        LeaveSignalsToRuntime();
        if (!string.IsNullOrEmpty(named))
        {
            return NativeLibrary.TryLoad(named, out var library)
                ? (library, IsOpenMpi(library))
                : throw new ConfigurationException($"{Variable} is {named}; it must be the file of an MPI library, which this cannot be loaded as.");
        }
        var (names, wanted, remedy) = launcher switch
        {
            Launcher.OpenMpi => (OpenMpi, (bool?)true, "apt-get install openmpi-bin"),
            Launcher.Mpich => (Mpich, false, "apt-get install mpich"),
            Launcher.SlurmPmix => ([.. OpenMpi, .. Mpich], null, "apt-get install openmpi-bin"),
            _ => ([.. Mpich, .. OpenMpi], null, "apt-get install mpich"),
        };
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, out var library))
                continue;
            // libmpi.so is a name that both have.
            if (wanted is null || wanted == IsOpenMpi(library))
                return (library, IsOpenMpi(library));
            NativeLibrary.Free(library);
        }
        throw new ConfigurationException(
            $"{NameOf(launcher)} started this process, and its MPI library {names[0]} cannot be loaded: {remedy}, or name its file in {Variable}.");
    }

    private static bool IsOpenMpi(nint library) => NativeLibrary.TryGetExport(library, OpenMpiSymbol, out _);

    /// <summary>What a launcher is called.</summary>
    public static string NameOf(Launcher launcher) => launcher switch
    {
        Launcher.OpenMpi => "Open MPI's mpirun",
        Launcher.Mpich => "MPICH's mpirun",
        _ => "Slurm's srun",
    };

    /// <summary>UCX, which both may load, takes SIGSEGV for itself, from which .NET makes a NullReferenceException. It reads the environment of the C library,
    /// which .NET's own variables do not reach.</summary>
    private static void LeaveSignalsToRuntime()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetVariable("UCX_ERROR_SIGNALS", "", 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
