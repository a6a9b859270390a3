using System.Text.Json;
using Weft.Bench.Workers;
using Weft.Foundation;
using Weft.Tests.Support;

namespace Weft.Tests.Bench;

[Collection(OfOtherProcesses.Tests)]
public sealed class WorkersBenchmarkTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    private string[] Tiny =>
    [
        "--data", _tiny.Source, "--set", "data.tokenizer=words", "model.dimension=16", "model.layers=1", "model.heads=2", "model.feedForward=16", "training.batch=8", "training.context=8",
        "runtime.rowsAtOnce=64", "runtime.device=cpu",
    ];

    [Fact]
    public async Task The_verb_measures_one_worker_and_several_and_prints_one_list()
    {
        MpiRun.Find("openmpi");

        var (exitCode, output, tables) = await BenchProgram.Run(["workers", "--json", "--rounds", "1", "--steps", "3", "--warm-up", "1", "--warm-up-seconds", "0", "--threads", "2", "--precision", "float32", .. Tiny]);

        Assert.True(exitCode == 0, tables);
        using var result = JsonDocument.Parse(output.Trim());
        var measured = Assert.Single(result.RootElement.EnumerateArray());
        Assert.Equal(("small", "float32", 2, 2, 1), (
            measured.GetProperty("preset").GetString(), measured.GetProperty("precision").GetString(), measured.GetProperty("workers").GetInt32(),
            measured.GetProperty("threadsOfOne").GetInt32(), measured.GetProperty("threadsOfSeveral").GetInt32()));
        Assert.True(measured.GetProperty("ratio").GetProperty("median").GetDouble() > 0);
        Assert.True(measured.GetProperty("overlapRatio").GetProperty("median").GetDouble() > 0);
        Assert.True(measured.GetProperty("reproducibleRatio").GetProperty("median").GetDouble() > 0);
        var parts = measured.GetProperty("communicationMilliseconds");
        Assert.Equal(["gradientsum", "weightgather", "agreement", "waiting", "all"], parts.EnumerateObject().Select(part => part.Name));
        Assert.True(parts.GetProperty("gradientsum").GetDouble() > 0);
        Assert.Equal(parts.GetProperty("all").GetDouble(), parts.EnumerateObject().SkipLast(1).Sum(part => part.Value.GetDouble()), 1e-6);
        Assert.InRange(measured.GetProperty("communicationShare").GetDouble(), double.Epsilon, 1);
        Assert.Equal(["one", "several", "notoverlapped", "reproducible"], measured.GetProperty("peakResidentBytes").EnumerateObject().Select(column => column.Name));
        Assert.All(measured.GetProperty("bytesAParameter").EnumerateObject(), column => Assert.True(column.Value.GetDouble() > 0));
        Assert.Contains("several / one", tables);
    }

    [Fact]
    public async Task A_killed_worker_is_noticed_and_the_training_goes_on()
    {
        MpiRun.Find("openmpi");

        var (exitCode, output, tables) = await BenchProgram.Run(["workers", "--restart", "--json", "--rounds", "1", .. Tiny]);

        Assert.True(exitCode == 0, tables);
        using var result = JsonDocument.Parse(output.Trim());
        var measured = Assert.Single(result.RootElement.EnumerateArray());
        var (start, step) = (measured.GetProperty("secondsToStart").GetProperty("median").GetDouble(), measured.GetProperty("secondsToStep").GetProperty("median").GetDouble());
        Assert.InRange(start, 0, step);
        Assert.True(step > 0);
    }

    [Theory]
    [InlineData("--workers is 1; it must be at least 2, to be compared with one.", "--workers", "1")]
    [InlineData("--rounds is 0; it must be above 0.", "--rounds", "0")]
    [InlineData("preset is tall; it must be one of", "--preset", "tall")]
    [InlineData("9 workers are too many for a batch of 8 rows", "--workers", "9")]
    public async Task What_cannot_be_measured_is_refused_before_anything_is(string message, params string[] arguments)
    {
        MpiRun.Find("openmpi");

        var (exitCode, output, error) = await BenchProgram.Run(["workers", .. arguments, .. Tiny]);

        Assert.Equal(2, exitCode);
        Assert.DoesNotContain("round ", output);
        Assert.StartsWith(message, error.Trim());
    }

    [Fact]
    public void Threads_are_divided_and_a_column_that_cannot_be_is_left_out_with_a_reason()
    {
        var four = WorkersCase.Of("small", "bfloat16", 4, 8, []);
        var three = WorkersCase.Of("small", "float32", 3, 2, []);
        var gpt2 = WorkersCase.Of("gpt2-small", "float32", 2, 2, []);

        Assert.Equal(["1 x 8", "4 x 2", "4 x 2, no overlap", "4 x 2, reproducible"], four.Options.Keys.Select(four.TitleOf));
        Assert.True(four.Options[WorkersColumn.Reproducible].Workers.Reproducible);
        Assert.Null(four.Note);
        Assert.Equal(["1 x 2", "3 x 1", "3 x 1, no overlap"], three.Options.Keys.Select(three.TitleOf));
        Assert.Contains("8 shards are divided among 1, 2, 4 or 8 workers, and not among 3.", three.Note);
        Assert.Contains("training.batch is 4; it must be a multiple of 8", gpt2.Note);
        Assert.Throws<ConfigurationException>(() => WorkersCase.Of("small", "float32", 2, 2, ["model.layers=0"]));
    }

    [Fact]
    public void The_last_worker_of_a_part_waits_for_nobody()
    {
        // Two workers, two steps: sum of gradients, gather of weights, agreement.
        double[] first = [0.010, 0, 0.050, 0.012, 0, 0.002];
        double[] second = [0.014, 0, 0.002, 0.010, 0, 0.030];

        var times = CommunicationTimes.Of([.. first, .. second], 2);

        Assert.Equal(10, times["gradientsum"], 1e-9);
        Assert.Equal(0, times["weightgather"]);
        Assert.Equal(2, times["agreement"], 1e-9);
        // Half of 4 and of 48 in the first step, half of 2 and of 28 in the second; a mean of two steps.
        Assert.Equal((2 + 24 + 1 + 14) / 2.0, times["waiting"], 1e-9);
        Assert.Equal(10 + 2 + 20.5, times["all"], 1e-9);
        Assert.Equal(0, CommunicationTimes.Of([0, 0, 0], 1)["all"]);
    }

    public void Dispose() => _tiny.Dispose();
}
