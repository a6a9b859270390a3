using Weft.Foundation;
using Weft.Kernels;
using Weft.Kernels.Autotuning;
using Weft.Runtime;
using Weft.Tests.Support;

namespace Weft.Tests.Kernels.Autotuning;

public sealed class MachineAutotuningTests : IDisposable
{
    private static readonly MachineKey Machine = new(MachineKey.CurrentVersion, "a processor", "AVX2", 8, "2.10.0");

    private readonly TemporaryFolder _cache = new();
    private int _measured;

    private string File => AutotuningFile.PathOf(_cache.Path, Machine);

    [Fact]
    public void A_machine_is_measured_once()
    {
        var first = Get(Machine);
        var second = Get(Machine);

        Assert.Equal(1, _measured);
        Assert.Equal(first, second);
        Assert.Equal(4, second.Threads);
        Assert.Equal(Precision.BFloat16, second.Precision);
    }

    [Fact]
    public void It_is_measured_anew_on_request()
    {
        Get(Machine);
        var again = Get(Machine, anew: true);

        Assert.Equal(2, _measured);
        Assert.Equal(101, again.Speed.Float32);
        Assert.Equal(again, Get(Machine));
    }

    public static TheoryData<object> OtherMachines =>
    [
        Machine with { Version = Machine.Version + 1 },
        Machine with { Processor = "another" },
        Machine with { Features = "AVX2, AVX-512" },
        Machine with { Cores = 9 },
        Machine with { LibTorch = "2.11.0" },
    ];

    [Theory]
    [MemberData(nameof(OtherMachines))]
    public void Another_machine_is_measured_for_itself_and_takes_nothing_from_the_first(object other)
    {
        var first = Get(Machine);
        var second = Get((MachineKey)other);

        Assert.Equal(2, _measured);
        Assert.Equal((first, second), (Get(Machine), Get((MachineKey)other)));
        Assert.Equal(2, _measured);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{ \"machine\": ")]
    [InlineData("{ \"threads\": 2 }")]
    [InlineData("[]")]
    public void A_damaged_file_is_measured_over(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, text);

        var finding = Get(Machine);

        Assert.Equal(1, _measured);
        Assert.Equal(finding, Get(Machine));
        Assert.Equal(1, _measured);
    }

    [Fact]
    public void A_file_that_lacks_a_part_is_measured_over()
    {
        Get(Machine);
        var finding = System.Text.Json.Nodes.JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject();
        finding.Remove("speed");
        System.IO.File.WriteAllText(File, finding.ToJsonString());

        Get(Machine);

        Assert.Equal(2, _measured);
    }

    public static TheoryData<object> Impossible => [
        Finding(Machine, 100) with { Threads = 0 },
        Finding(Machine, 100) with { Threads = 9 },
        Finding(Machine, 100) with { RowsAtOnce = 0 },
        Finding(Machine, 100) with { Speed = new MatrixSpeed(0, 0) },
        Finding(Machine, 100) with { Speed = new MatrixSpeed(100, -1) },
        Finding(Machine with { Cores = 16 }, 100),
    ];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Numbers_that_cannot_be_this_machines_are_measured_over(object stored)
    {
        WeftJson.WriteFile(File, (AutotuningFinding)stored);

        Get(Machine);

        Assert.Equal(1, _measured);
    }

    [Fact]
    public void Without_a_cache_each_start_measures()
    {
        MachineAutotuning.Get(null, Machine, anew: false, Measure);
        MachineAutotuning.Get(null, Machine, anew: false, Measure);

        Assert.Equal(2, _measured);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_no_error()
    {
        var blocked = _cache.Write("file", "not a folder");

        Assert.Equal(4, MachineAutotuning.Get(blocked, Machine, anew: false, Measure).Threads);
    }

    [Fact]
    public void Nothing_but_the_finding_is_left_in_the_cache()
    {
        Get(Machine);
        Get(Machine, anew: true);

        Assert.Equal([File], Directory.GetFiles(_cache.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void This_machine_is_known_by_name_and_by_its_limits()
    {
        var machine = MachineKey.OfThisMachine();

        Assert.NotEmpty(machine.Processor);
        Assert.DoesNotContain(machine.Processor, char.IsControl);
        Assert.Equal(Environment.ProcessorCount, machine.Cores);
        Assert.Equal(machine, MachineKey.OfThisMachine());
    }

    [Fact]
    public void A_real_measurement_is_plausible_and_changes_no_setting_of_the_process()
    {
        var (threads, rows) = (Threads.Current, KernelSettings.RowsAtOnce);
        TorchSharp.torch.random.manual_seed(5);
        var expected = TorchSharp.torch.rand(1).item<float>();
        TorchSharp.torch.random.manual_seed(5);

        var finding = Autotuner.Measure(MachineKey.OfThisMachine());

        Assert.True(finding.IsPlausible);
        Assert.Contains(finding.RowsAtOnce, Autotuner.TileRows);
        Assert.Contains(finding.Threads, Autotuner.ThreadsFor(Environment.ProcessorCount));
        Assert.Equal((threads, rows), (Threads.Current, KernelSettings.RowsAtOnce));
        Assert.Equal(expected, TorchSharp.torch.rand(1).item<float>());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 4, 2)]
    [InlineData(9, 9, 4)]
    public void Half_the_cores_are_tried_where_there_are_enough(int cores, params int[] candidates) =>
        Assert.Equal(candidates, Autotuner.ThreadsFor(cores));

    public void Dispose() => _cache.Dispose();

    private AutotuningFinding Get(MachineKey machine, bool anew = false) => MachineAutotuning.Get(_cache.Path, machine, anew, Measure);

    private AutotuningFinding Measure(MachineKey machine) => Finding(machine, 100 + _measured++);

    private static AutotuningFinding Finding(MachineKey machine, double float32) => new(machine, new MatrixSpeed(float32, 400), Threads: 4, RowsAtOnce: 512);
}
