using System.Runtime.InteropServices;
using TorchSharp;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Training.Starting;
using Weft.Workers.Mpi;
using Weft.Workers.Nccl;

namespace Weft.Workers.Probe;

/// <summary>Whole trainings of several processes.</summary>
internal static class Trainings
{
    /// <summary>Trains as <c>options.json</c> in a folder says, into <c>mpi-N</c> beside it.</summary>
    /// <returns>The hash of the weights that this worker has at the end, and the loss of the test split.</returns>
    public static string Train(MpiWorkers workers, string folder) => Train(workers, folder, new NcclConnection());

    /// <summary>The same with the library of <c>WEFT_NCCL_LIBRARY</c>, which stands in for NCCL and for CUDA's driver; the CPU is then each worker's device.</summary>
    /// <returns>Also how many sums it made.</returns>
    public static unsafe string TrainDevices(MpiWorkers workers, string folder)
    {
        var connection = new NcclConnection();
        var result = Train(workers, folder, connection with { Device = DeviceType.CPU, Driver = connection.Library! });
        var log = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)NativeLibrary.GetExport(NativeLibrary.Load(connection.Library!), "standin_log"))())!;
        return $"{result} {log.Split(' ').Count(call => call is "allreduce" or "reducescatter" or "reduce")}";
    }

    private static string Train(MpiWorkers workers, string folder, NcclConnection devices)
    {
        var options = WeftJson.ReadFile<RunOptions>(Path.Combine(folder, "options.json"), "options");
        var corpora = new CorpusProvider(Path.Combine(folder, "cache"), Path.Combine(folder, "data"), () => Stream.Null);
        var path = Path.Combine(folder, $"mpi-{workers.Count}");
        using var run = new TrainingOpener(corpora, new Nobody()) { Workers = workers, Devices = devices }.Create(options, path);
        var summary = run.Run(default);
        var checkpoint = Path.Combine(path, "checkpoints", $"step-{summary.Steps}", "model.safetensors");
        return FormattableString.Invariant($"{Hashes.Sha256OfFile(checkpoint)} {summary.Test!.Loss:R}");
    }

    private sealed class Nobody : ITrainingListener
    {
        public void On(TrainingEvent happened)
        {
        }
    }
}
