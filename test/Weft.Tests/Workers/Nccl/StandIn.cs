using System.Runtime.InteropServices;
using TorchSharp;
using Weft.Tests.Support;
using Weft.Workers;
using Weft.Workers.Nccl;
using static TorchSharp.torch;

namespace Weft.Tests.Workers.Nccl;

/// <summary>A library with NCCL's and CUDA's functions over plain memory, compiled from <c>standin.c</c>: devices are threads of this process.</summary>
internal sealed class StandIn
{
    private static readonly Lazy<Task<string>> Library = new(Compile);
    private readonly string _path;
    private readonly nint _library;

    private StandIn(string path) => (_path, _library) = (path, NativeLibrary.Load(path));

    /// <summary>Makes one; skips the test where there is no compiler.</summary>
    public static async Task<StandIn> Make() => new(await Library.Value);

    /// <summary>Runs the same on workers with a device each, which are the CPU here.</summary>
    /// <param name="count">How many.</param>
    /// <param name="failure">0: none; 1: calls fail; 2: nothing ever comes; 3: nothing comes, and NCCL knows why.</param>
    /// <param name="work">What each does, and what is to follow from it.</param>
    /// <returns>What each gave, and what was called on its device.</returns>
    public unsafe (T Result, string Log)[] Run<T>(int count, int failure, Func<NcclWorkers, T> work)
    {
        ((delegate* unmanaged<int, int, void>)NativeLibrary.GetExport(_library, "standin_begin"))(count, failure);
        return ThreadExchange.Run(count, exchange =>
        {
            using var nccl = new NcclWorkers(new Host(exchange), NcclFunctions.Load(_path)!, new CudaStream(exchange.Rank, _path), TimeSpan.FromSeconds(0.5), DeviceType.CPU);
            ((delegate* unmanaged<void>)NativeLibrary.GetExport(_library, "standin_clear"))();
            var result = work(nccl);
            return (result, Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)NativeLibrary.GetExport(_library, "standin_log"))())!.Trim());
        });
    }

    /// <summary>A device that is not there.</summary>
    public CudaStream Device(int number) => new(number, _path);

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

        public void SumTensor(Tensor numbers) => throw new NotSupportedException();

        public IPendingSum BeginSum(Tensor numbers) => throw new NotSupportedException();

        public void ReduceScatter(Tensor numbers, Parts parts) => throw new NotSupportedException();

        public void AllGather(Tensor numbers, Parts parts) => throw new NotSupportedException();
    }
}
