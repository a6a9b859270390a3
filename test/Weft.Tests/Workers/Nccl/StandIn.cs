using System.Runtime.InteropServices;
using TorchSharp;
using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Workers;
using Weft.Workers.Nccl;
using Weft.Workers.Sums;
using static TorchSharp.torch;

namespace Weft.Tests.Workers.Nccl;

/// <summary>A library with NCCL's and CUDA's functions over plain memory, compiled from <c>standin.c</c>: devices are threads of this process.</summary>
internal sealed class StandIn
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(0.5);
    private static readonly Lazy<Task<string>> Library = new(Compile);
    private readonly nint _library;

    private StandIn(string path) => (LibraryFile, _library) = (path, NativeLibrary.Load(path));

    /// <summary>Makes one; skips the test where there is no compiler.</summary>
    public static async Task<StandIn> Make() => new(await Library.Value);

    /// <summary>What connects devices by this library.</summary>
    public NcclConnection Connection => new() { Device = DeviceType.CPU, Library = LibraryFile, Driver = LibraryFile };

    /// <summary>Its file.</summary>
    public string LibraryFile { get; }

    /// <summary>Runs the same on workers with a device each, which are the CPU here.</summary>
    /// <param name="count">How many.</param>
    /// <param name="failure">0: none; 1: calls fail; 2: nothing ever comes; 3: nothing comes, and NCCL knows why; 4: devices are refused; 5: they do not find one another.</param>
    /// <param name="work">What each does, and what is to follow from it.</param>
    /// <returns>What each gave, and what was called on its device.</returns>
    public (T Result, string Log)[] Run<T>(int count, int failure, Func<IWorkers, T> work)
    {
        Set("standin_begin", failure);
        return ThreadExchange.Run(count, exchange =>
        {
            using var owned = new OwnedResources();
            var workers = Connect(Connection, exchange, _ => { }, owned);
            Set("standin_clear", 0);
            return (work(workers), Log);
        });
    }

    /// <summary>Connects workers, and no more.</summary>
    /// <param name="count">How many.</param>
    /// <param name="failure">As in <see cref="Run"/>.</param>
    /// <param name="connection">What connects a worker.</param>
    /// <param name="isReproducible">Whether sums must have the same bits for any number of workers.</param>
    /// <param name="hasOneDevice">Whether all have the same device.</param>
    /// <returns>What each threw, what it was told, and whether its sums go by NCCL.</returns>
    public (string? Error, string Told, bool IsConnected)[] Try(int count, int failure, Func<int, NcclConnection> connection, bool isReproducible = false, bool hasOneDevice = false)
    {
        Set("standin_begin", failure);
        Set("standin_share", hasOneDevice ? 1 : 0);
        return ThreadExchange.Run(count, exchange =>
        {
            using var owned = new OwnedResources();
            var told = "";
            IWorkers? workers = null;
            var error = Record.Exception(() => workers = Connect(connection(exchange.Rank), exchange, line => told += line, owned, isReproducible));
            return (error?.Message, told, workers is NcclWorkers);
        });
    }

    /// <summary>A device that is not there.</summary>
    public CudaStream Device(int number) => new(number, LibraryFile);

    private static IWorkers Connect(NcclConnection connection, ThreadExchange exchange, Action<string> tell, OwnedResources owned, bool isReproducible = false) =>
        connection.Connect(new Host(exchange), new Device(DeviceType.CPU, exchange.Rank), isReproducible, Limit, tell, owned);

    private unsafe string Log => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)NativeLibrary.GetExport(_library, "standin_log"))())!.Trim();

    private unsafe void Set(string function, int value) => ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(_library, function))(value);

    private static async Task<string> Compile()
    {
        var folder = Directory.CreateTempSubdirectory("weft-standin-").FullName;
        var source = Path.Combine(Architecture.Repository.Root, "test/Weft.Tests/Workers/Nccl/standin.c");
        var library = Path.Combine(folder, "libstandin.so");
        var (exitCode, _, errors) = await Shell.Run($"command -v cc >/dev/null || exit 9; cc -shared -fPIC -O1 -pthread -o '{library}' '{source}'");
        if (exitCode == 9 && Environment.GetEnvironmentVariable("WEFT_REQUIRE_MPI") != "1")
            Assert.Skip("There is no C compiler: apt-get install gcc.");
        Assert.True(exitCode == 0, $"The stand-in could not be compiled: {errors}");
        return library;
    }

    /// <summary>The workers beneath, without a call that the devices do not make.</summary>
    private sealed class Host(ThreadExchange exchange) : IWorkers
    {
        public int Rank => exchange.Rank;

        public int Count => exchange.Count;

        public T FromFirst<T>(T own)
            where T : unmanaged => Gather([own])[0];

        public T[] Gather<T>(T[] own)
            where T : unmanaged
        {
            var all = new T[own.Length * Count];
            exchange.GatherEqual(MemoryMarshal.AsBytes(own.AsSpan()), MemoryMarshal.AsBytes(all.AsSpan()));
            return all;
        }

        public void Sum(Span<double> numbers) => new TreeSum(exchange).Sum(numbers);

        public IPendingSum BeginSum(Tensor numbers) => throw new NotSupportedException();

        public IPendingSum BeginReduceScatter(Tensor numbers, Parts parts) => throw new NotSupportedException();

        public void AllGather(Tensor numbers, Parts parts) => throw new NotSupportedException();
    }
}
