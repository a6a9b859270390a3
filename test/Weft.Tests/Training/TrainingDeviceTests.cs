using Weft.Foundation;
using Weft.Kernels;
using Weft.Kernels.Autotuning;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Tests.Support;
using Weft.Training;

namespace Weft.Tests.Training;

public sealed class TrainingDeviceTests : IDisposable
{
    private static readonly RuntimeOptions Explicit = new() { Device = "cpu", Precision = Precision.Float32, Threads = 1, RowsAtOnce = 96 };

    private readonly TemporaryCache _cache = new();
    private readonly int _threads = Threads.Current;
    private readonly int _rows = KernelSettings.RowsAtOnce;

    [Fact]
    public void What_the_options_say_stays_and_nothing_is_measured()
    {
        Assert.Equal(Explicit, TrainingDevice.Resolve(Explicit));
        Assert.False(Directory.Exists(Path.Combine(_cache.Path, "calibration")));
    }

    [Theory]
    [InlineData(100, 400, Precision.BFloat16)]
    [InlineData(100, 90, Precision.Float32)]
    public void What_they_leave_open_autotuning_decides(double float32, double bfloat16, Precision precision)
    {
        Remember(new MatrixSpeed(float32, bfloat16), rowsAtOnce: 512);

        var open = new RuntimeOptions { Device = "cpu" };

        Assert.Equal(open with { Precision = precision, Threads = 1, RowsAtOnce = 512 }, TrainingDevice.Resolve(open));
        Assert.Equal(Explicit with { RowsAtOnce = 512 }, TrainingDevice.Resolve(Explicit with { RowsAtOnce = 0 }));
    }

    [Fact]
    public void There_is_at_most_one_thread_a_core() =>
        Assert.Equal(Environment.ProcessorCount, TrainingDevice.Resolve(Explicit with { Threads = 4096 }).Threads);

    [Fact]
    public void What_was_decided_holds_for_the_process()
    {
        TrainingDevice.Prepare(Explicit);

        Assert.Equal((1, 96), (Threads.Current, KernelSettings.RowsAtOnce));
    }

    [Fact]
    public void A_run_keeps_what_it_began_with_when_autotuning_finds_something_else()
    {
        using var tiny = new TinyTraining();
        Remember(new MatrixSpeed(100, 400), rowsAtOnce: 32);
        var options = tiny.Options with { Runtime = new RuntimeOptions { Device = "cpu" } };
        using var whole = new Recorder();
        var summary = tiny.Train(options, "whole", whole);
        using var cut = new Recorder { StopAfter = 5 };
        tiny.Train(options, "cut", cut, cut.Token);

        Remember(new MatrixSpeed(100, 90), rowsAtOnce: 512);
        using var rest = new Recorder();
        using (var run = tiny.Resume("cut", listener: rest))
            run.Run(CancellationToken.None);

        var recorded = WeftJson.ReadFile<RunOptions>(tiny.Folder("cut/config.json"), "configuration").Runtime;
        Assert.Equal(new RuntimeOptions { Device = "cpu", Precision = Precision.BFloat16, Threads = 1, RowsAtOnce = 32 }, recorded);
        Assert.Equal(recorded, summary.Runtime);
        Assert.Equal(32, KernelSettings.RowsAtOnce);
        Assert.Equal(whole.Steps.Skip(5).Select(step => (step.Step, step.Loss)), rest.Steps.Select(step => (step.Step, step.Loss)));
    }

    public void Dispose()
    {
        Threads.Set(_threads);
        KernelSettings.RowsAtOnce = _rows;
        _cache.Dispose();
    }

    private void Remember(MatrixSpeed speed, int rowsAtOnce) =>
        AutotuningFile.TryWrite(_cache.Path, new AutotuningFinding(MachineKey.OfThisMachine(), speed, Threads: 1, rowsAtOnce));
}
