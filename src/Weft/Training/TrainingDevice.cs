using TorchSharp;
using Weft.Foundation;
using Weft.Kernels;
using Weft.Kernels.Autotuning;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Workers;

namespace Weft.Training;

/// <summary>Brings up the engine as a run's options want it.</summary>
internal static class TrainingDevice
{
    /// <summary>
    /// Decides what the options leave to Weft, so that a run's <c>config.json</c> says what it was made with: results with another
    /// number format, number of threads or size of tiles differ in the last bits. On the CPU autotuning decides: what was measured to be
    /// fastest on this machine.
    /// </summary>
    /// <param name="options">What the user asked for.</param>
    /// <param name="progress">Hears of autotuning, which takes a second where it was not made before.</param>
    /// <param name="workers">Who trains: the first one decides for all, and the cores of a machine are divided among its workers.</param>
    /// <param name="keepsThreads">Whether each worker keeps as many threads as the options say, because results depend on them.</param>
    public static RuntimeOptions Resolve(RuntimeOptions options, IProgress<WorkProgress>? progress, IWorkers workers, bool keepsThreads)
    {
        if (workers.Count == 1)
            return Resolve(options, progress);
        var own = options;
        // One measures while the others wait: the machine is at rest.
        workers.OnFirst(() => own = Resolve(options, progress));
        var (precision, threads, rows) = workers.FromFirst((own.Precision, own.Threads, own.RowsAtOnce));
        var here = StartAgreement.CountHere(workers);
        if (!keepsThreads || options.Threads == 0)
            threads = Math.Clamp(Environment.ProcessorCount / here, 1, threads);
        return options with { Precision = precision, Threads = threads, RowsAtOnce = rows };
    }

    /// <inheritdoc cref="Resolve(RuntimeOptions, IProgress{WorkProgress}?, IWorkers, bool)"/>
    public static RuntimeOptions Resolve(RuntimeOptions options, IProgress<WorkProgress>? progress = null)
    {
        TorchRuntime.Load();
        var device = Devices.Resolve(Devices.ChoiceOf(options.Device, WorkerEnvironment.CurrentLocalRank));
        var isOpen = options.Precision == Precision.Auto || options.Threads == 0 || options.RowsAtOnce == 0;
        var finding = isOpen && device.type == DeviceType.CPU ? progress.During("measuring the machine", () => MachineAutotuning.Get()) : null;
        var cores = Environment.ProcessorCount;
        return options with
        {
            Precision = options.Precision != Precision.Auto ? options.Precision
                : finding?.Precision ?? PrecisionChoice.Choose(MatrixSpeed.Measure(device)),
            // More than one a core would only wait for one another, for example where a run goes on on a smaller machine.
            Threads = options.Threads > 0 ? Math.Min(options.Threads, cores) : finding?.Threads ?? cores,
            RowsAtOnce = options.RowsAtOnce > 0 ? options.RowsAtOnce : finding?.RowsAtOnce ?? KernelSettings.UsualRowsAtOnce,
        };
    }

    /// <summary>Sets threads and kernels as resolved options say, and finds the device.</summary>
    public static torch.Device Prepare(RuntimeOptions resolved)
    {
        Threads.Set(resolved.Threads);
        KernelSettings.RowsAtOnce = resolved.RowsAtOnce;
        return Devices.Resolve(Devices.ChoiceOf(resolved.Device, WorkerEnvironment.CurrentLocalRank));
    }
}
