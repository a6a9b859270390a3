using System.Text.Json;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Training;

/// <summary>Whole trainings with <c>workers.reproducible</c>: the same bits for any number of workers.</summary>
public sealed class ReproducibleTrainingTests : IDisposable
{
    private static readonly string[] Files = ["model.safetensors", "optimizer.safetensors", "sampler.json", "sampler.safetensors"];

    private readonly SharedTrainings _shared = new();

    [Theory]
    [InlineData("clipped Adam", 24, 2, 4, 8)]
    [InlineData("dynamic weights", 8, 2)]
    [InlineData("worth", 8, 2)]
    [InlineData("padded", 16, 4)]
    [InlineData("padded left, pieces", 16, 2)]
    [InlineData("accumulation", 8, 4)]
    [InlineData("Muon", 8, 2)]
    [InlineData("tied", 8, 8)]
    [InlineData("adaptive softmax and class weights", 16, 4)]
    [InlineData("embeddings, then all", 8, 2)]
    [InlineData("a classifier", 16, 4)]
    [InlineData("a tagger", 16, 4)]
    [InlineData("a translator", 16, 4)]
    [InlineData("a captioner", 16, 4)]
    public void Weights_optimizer_and_losses_are_the_same_bits_for_each_number_of_workers(string kind, int batch, params int[] counts)
    {
        var options = Reproducible(_shared.Named(kind), batch);
        var one = Train(options, 1);

        foreach (var count in counts)
        {
            var many = Train(options, count);
            Assert.Equal(one.Log, many.Log);
            Assert.Equal(one.Hashes, many.Hashes);
        }
    }

    [Theory]
    [InlineData("clipped Adam", 16, 2, 4)]
    [InlineData("AdamW with decay and averages", 8, 2)]
    [InlineData("embeddings, then all", 8, 4)]
    [InlineData("adaptive softmax and class weights", 8, 2)]
    public void A_divided_state_changes_no_bit(string kind, int batch, params int[] counts)
    {
        var options = Reproducible(_shared.Named(kind), batch);
        var one = Train(options, 1);

        foreach (var count in counts)
        {
            var many = Train(options with { Workers = options.Workers with { DivideState = StateDivision.Always } }, count);
            Assert.Equal(one.Log, many.Log);
            Assert.Equal(one.Hashes, many.Hashes);
        }
    }

    [Fact]
    public void Without_it_the_bits_depend_on_the_number()
    {
        var options = _shared.Named("clipped Adam");

        Assert.NotEqual(Train(options, 1).Hashes, Train(options, 2).Hashes);
    }

    [Theory]
    [InlineData("clipped Adam")]
    [InlineData("a classifier")]
    [InlineData("a tagger")]
    [InlineData("a translator")]
    [InlineData("a captioner")]
    public void Stopped_with_two_and_resumed_with_four_it_is_what_one_makes_of_it(string kind)
    {
        var options = Reproducible(_shared.Named(kind), 16);
        options = options with { Budget = new BudgetOptions { Steps = 9 }, Workers = options.Workers with { DivideState = StateDivision.Always } };
        var whole = Train(options, 1);
        using var told = new Recorder { StopAfter = 4 };
        var stopped = WorkersInTurn.Run(workers =>
        {
            using var run = _shared.Create(options, "cut", workers, workers.Rank == 0 ? told : null);
            return run.Run(workers.Rank == 1 ? told.Token : default);
        }, 2);
        Assert.All(stopped, summary => Assert.Equal((4L, true), (summary.Steps, summary.Interrupted)));
        using var resumed = new Recorder();

        _shared.Resume("cut", 4, resumed);

        Assert.Equal(whole.Log.Order(StringComparer.Ordinal), Log(told).Concat(Log(resumed)).Order(StringComparer.Ordinal));
        Assert.Equal(whole.Hashes, HashesOf("cut", 9));
    }

    [Theory]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public async Task Processes_of_MPI_make_the_bits_of_one(string launcher)
    {
        var options = Reproducible(_shared.Named("clipped Adam"), 8);
        File.WriteAllText(_shared.Tiny.Folder("options.json"), JsonSerializer.Serialize(options, WeftJson.Indented));
        var one = _shared.TrainWithThree(options, "one", count: 1)[0];
        var expected = FormattableString.Invariant($"{Hashes.Sha256OfFile(_shared.Tiny.Folder("one/checkpoints/step-5/model.safetensors"))} {one.Test!.Loss:R}");

        foreach (var count in (int[])[2, 4])
        {
            var (exitCode, output, errors) = await MpiRun.Probe(launcher, count, $"train 60 {_shared.Tiny.Folder("")}");

            Assert.True(exitCode == 0, errors);
            Assert.Equal(Enumerable.Range(0, count).Select(rank => $"{rank}: {expected}"), MpiRun.Lines(output));
        }
    }

    [Theory]
    [InlineData("clipped Adam")]
    [InlineData("a classifier")]
    [InlineData("a tagger")]
    [InlineData("a translator")]
    [InlineData("a captioner")]
    public void Reports_are_the_same_bytes(string kind)
    {
        var options = Reproducible(_shared.Named(kind), 8) with { Evaluation = new EvaluationOptions { Report = true } };

        var reports = ((int[])[1, 2, 4]).Select(count =>
        {
            _shared.TrainWithThree(options, $"{count}", count: count);
            return Directory.GetFiles(_shared.Tiny.Folder($"{count}/evaluation"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText).ToList();
        }).ToList();

        Assert.NotEmpty(reports[0]);
        Assert.All(reports, files => Assert.Equal(reports[0], files));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Another_number_of_workers_is_refused(int count)
    {
        var options = Reproducible(_shared.Options, 8);

        var errors = WorkersInTurn.Try(workers => _shared.Create(options, "refused", workers).Dispose(), count);

        Assert.All(errors, error => Assert.Equal(
            $"workers.reproducible is true, and there are {count} workers: 8 shards are divided among 1, 2, 4 or 8. Start one of these numbers, or leave workers.reproducible out.",
            Assert.IsType<ConfigurationException>(error!.SourceException).Message));
    }

    [Fact]
    public void What_does_not_go_with_it_is_refused()
    {
        var options = Reproducible(_shared.Named("thinning"), 12) with { Workers = new WorkersOptions { Reproducible = true, CheckSteps = -1, TimeoutSeconds = 0.5 } };

        var message = Assert.Throws<ConfigurationException>(options.Validate).Message;

        Assert.Contains("training.batch is 12; it must be a multiple of 8 where workers.reproducible is true.", message);
        Assert.Contains("sampling.thinning.keep is 0.4; it must be 1 where workers.reproducible is true, since it learns from all rows at once.", message);
        Assert.Contains("workers.checkSteps is -1; it must be at least 0.", message);
        Assert.Contains("workers.timeoutSeconds is 0.5; it must be from 1 to 86400.", message);
        (_shared.Options with { Training = _shared.Options.Training with { Batch = 12 } }).Validate();
        var muon = _shared.Named("Muon") with { Workers = new WorkersOptions { DivideState = StateDivision.Always } };
        Assert.Contains(
            "workers.divideState is always; it must be auto or never where optimizer.kind is muon, which needs whole matrices.",
            Assert.Throws<ConfigurationException>(muon.Validate).Message);
    }

    [Fact]
    public void A_run_from_before_the_section_is_read_and_a_new_one_has_it()
    {
        _shared.Tiny.Train(_shared.Options with { Budget = new BudgetOptions { Steps = 2 } }, "run");
        var config = File.ReadAllText(_shared.Tiny.Folder("run/config.json"));
        Assert.Contains("\"reproducible\": false", config);
        Assert.Contains("\"timeoutSeconds\": 60", config);
        Assert.Contains("\"checkSteps\": 0", config);
        var start = config.IndexOf(",\n  \"workers\"", StringComparison.Ordinal);
        File.WriteAllText(_shared.Tiny.Folder("run/config.json"), config[..start] + config[(config.IndexOf('}', start) + 1)..]);

        using var resumed = _shared.Tiny.Resume("run", new BudgetOptions { Steps = 4 });

        Assert.Equal(4, resumed.Run(default).Steps);
    }

    public void Dispose() => _shared.Dispose();

    private static RunOptions Reproducible(RunOptions options, int batch) => options with
    {
        Training = options.Training with { Batch = batch },
        Workers = new WorkersOptions { Reproducible = true, CheckSteps = 2 },
    };

    private (List<string> Log, List<string> Hashes) Train(RunOptions options, int count)
    {
        var name = $"{Guid.NewGuid():N}";
        using var first = new Recorder();
        _shared.TrainWithThree(options, name, [first, .. Enumerable.Range(1, count - 1).Select(_ => new Recorder())], count);
        return (Log(first), HashesOf(name, options.Budget.Steps!.Value));
    }

    private List<string> HashesOf(string run, long step) =>
        [.. Files.Select(file => $"{file} {Hashes.Sha256OfFile(_shared.Tiny.Folder($"{run}/checkpoints/step-{step}/{file}"))}")];

    private static List<string> Log(Recorder recorder) =>
    [
        .. recorder.Steps.Select(step => $"{step.Step} {step.Loss:R} {step.NegativeLogLikelihood:R} {step.GradientNorm:R}"),
        .. recorder.Evaluations.Select(evaluation => $"{evaluation.Step} {evaluation.Raw.Loss:R}"),
        .. recorder.Plans.Select(plan => $"{plan}"),
    ];
}
