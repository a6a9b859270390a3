using System.Globalization;
using System.Text.Json;
using Weft.Foundation;
using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Runs.Options;
using Weft.Tests.Support;
using Weft.Workers.Nccl;

namespace Weft.Tests.Workers.Nccl;

/// <summary>When sums go from device to device, and whole trainings whose sums do. NCCL and the devices are a stand-in: none was there.</summary>
public sealed class NcclConnectionTests : IDisposable
{
    private readonly SharedTrainings _shared = new();

    [Fact]
    public async Task Devices_are_connected_and_the_first_worker_says_so()
    {
        var standIn = await StandIn.Make();

        Assert.Equal([(null, "Gradients go from device to device by NCCL.", true), (null, "", true), (null, "", true)], standIn.Try(3, 0, _ => standIn.Connection));
        Assert.Equal([(null, "", false)], standIn.Try(1, 0, _ => standIn.Connection));
    }

    [Fact]
    public async Task Where_they_cannot_be_or_must_not_be_sums_go_through_the_memory_and_a_line_says_why()
    {
        const string Through = "Gradients go from device to device through the host's memory: ";
        var standIn = await StandIn.Make();

        // None of the usual libraries is here.
        Assert.Equal([(null, $"{Through}worker 1 finds no libnccl.so.2. Install it (apt-get install libnccl2), or name its file in WEFT_NCCL_LIBRARY.", false), (null, "", false)],
            standIn.Try(2, 0, rank => rank == 0 ? standIn.Connection : standIn.Connection with { Library = null }));
        Assert.Equal([(null, $"{Through}workers 0, 1, 2 have the same device, and NCCL wants one for each.", false), (null, "", false), (null, "", false)],
            standIn.Try(3, 0, _ => standIn.Connection, hasOneDevice: true));
        Assert.Equal([(null, $"{Through}the order of additions is fixed (workers.reproducible).", false), (null, "", false)], standIn.Try(2, 0, _ => standIn.Connection, isReproducible: true));
        // Of devices of other kinds there is nothing to say.
        Assert.All(standIn.Try(2, 0, rank => rank == 0 ? standIn.Connection : new NcclConnection()), result => Assert.Equal((null, "", false), result));
    }

    [Theory]
    [InlineData(4, "NCCL says invalid usage.")]
    [InlineData(5, "has waited 0.5 s for the devices of the others. All workers are there, but their devices do not find one another.")]
    public async Task Devices_that_do_not_come_together_are_an_error_in_time(int failure, string message)
    {
        var standIn = await StandIn.Make();

        Assert.All(standIn.Try(2, failure, _ => standIn.Connection), result =>
        {
            Assert.Contains(message, result.Error);
            Assert.InRange(result.Error!.Split(Environment.NewLine).Length, 1, 2);
        });
    }

    [Theory]
    [InlineData("clipped Adam", "openmpi", StateDivision.Never)]
    [InlineData("a classifier", "mpich", StateDivision.Never)]
    [InlineData("AdamW with decay and averages", "openmpi", StateDivision.Always)]
    public async Task A_training_whose_sums_go_from_device_to_device_has_the_losses_of_one_whose_do_not(string kind, string launcher, StateDivision division)
    {
        var standIn = await StandIn.Make();
        Write(_shared.Named(kind) with { Workers = new WorkersOptions { DivideState = division } });

        var (expected, none) = await Train("train", launcher);
        var (losses, sums) = await Train("train-devices", launcher, ("WEFT_NCCL_LIBRARY", standIn.LibraryFile));

        Assert.Equal((0, true), (none, sums >= 5));
        Assert.Equal(6, losses.Length);
        Assert.All(expected.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public async Task A_reproducible_training_has_the_bits_of_one_worker_and_makes_no_sum_by_NCCL()
    {
        var standIn = await StandIn.Make();
        var options = _shared.Named("clipped Adam");
        options = options with { Training = options.Training with { Batch = 8 }, Workers = new WorkersOptions { Reproducible = true } };
        Write(options);
        var one = _shared.TrainWithThree(options, "one", count: 1)[0];

        var (losses, sums) = await Train("train-devices", "openmpi", ("WEFT_NCCL_LIBRARY", standIn.LibraryFile));

        Assert.Equal(0, sums);
        Assert.Equal(one.Test!.Loss, losses[^1]);
        Assert.Equal(HashOf("one"), HashOf("mpi-2"));
    }

    public void Dispose() => _shared.Dispose();

    private string HashOf(string run) => Hashes.Sha256OfFile(_shared.Tiny.Folder($"{run}/checkpoints/step-5/model.safetensors"));

    private void Write(RunOptions options) => File.WriteAllText(_shared.Tiny.Folder("options.json"), JsonSerializer.Serialize(options, WeftJson.Indented));

    /// <summary>Trains with two processes.</summary>
    /// <returns>The losses of the steps and of the test split, and how many sums went by NCCL on each worker.</returns>
    private async Task<(double[] Losses, int Sums)> Train(string how, string launcher, params (string Name, string? Value)[] environment)
    {
        if (Directory.Exists(_shared.Tiny.Folder("mpi-2")))
            Directory.Delete(_shared.Tiny.Folder("mpi-2"), recursive: true);
        var (exitCode, output, errors) = await MpiRun.Probe(launcher, 2, $"{how} 60 {_shared.Tiny.Folder("")}", environment);
        Assert.True(exitCode == 0, errors);
        // The loss of the test split is the same on both, and so is the number of sums.
        var words = Assert.Single(MpiRun.Lines(output).Select(line => line[3..]).Distinct()).Split(' ');
        var steps = RunLog.Read(_shared.Tiny.Folder("mpi-2")).OfType<StepEvent>().Select(step => step.Loss);
        return ([.. steps, double.Parse(words[1], CultureInfo.InvariantCulture)], words.Length > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : 0);
    }
}
