using System.Text.Json.Nodes;
using Weft.Data;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Sampling.Curriculum;
using Weft.Sampling.Dynamic;
using Weft.Sampling.Static;
using Weft.Sampling.Thinning;
using Weft.Tests.Support;

namespace Weft.Tests.Training;

public sealed class DynamicTrainingTests : IDisposable
{
    private static readonly SamplingStage[] AllStages = [SamplingStage.WarmUp, SamplingStage.Explore, SamplingStage.Harden, SamplingStage.Restore];

    // 4,000 tokens of the training split in rows of 10: every plan is a pass over three fifths of them. A gap of less than nothing counts
    // as over-fitting, so that every stage is passed through soon.
    private static readonly SamplingOptions Dynamic = new()
    {
        Sampler = SamplerKind.Dynamic,
        Dynamic = new DynamicOptions { RoundsPerPlan = 6, OverfittingGap = -1, ProbeChunks = 8, GradientChunks = 4, LowestSaving = 0, HardenBefore = 0.7 },
    };

    private readonly TinyTraining _tiny = new();

    private RunOptions Options => _tiny.Options with
    {
        Sampling = Dynamic,
        Budget = new BudgetOptions { Steps = 200 },
        Training = _tiny.Options.Training with { CheckpointSteps = 10, KeepCheckpoints = 100 },
    };

    [Fact]
    public void A_small_model_on_WikiText_2_passes_through_all_four_stages()
    {
        var lines = string.Join('\n', new StreamReader(new System.IO.Compression.GZipStream(
            File.OpenRead(RealData.Path("wikitext-2/train.txt.gz")), System.IO.Compression.CompressionMode.Decompress)).ReadToEnd().Split('\n').Take(400));
        var path = _tiny.Folder("wikitext.txt");
        File.WriteAllText(path, lines);
        var options = Options with
        {
            Data = new DataOptions { Source = path, Tokenizer = "blanks", VocabularySize = 800 },
            Training = Options.Training with { Batch = 16, Context = 32, CheckpointSteps = 0 },
            // More words than the model can learn in passes over so little text: it over-fits by itself.
            Sampling = Dynamic with { Dynamic = new DynamicOptions { RoundsPerPlan = 5, OverfittingGap = 0.005, HardenBefore = 0.74, GapTolerance = 0.02 } },
            Budget = new BudgetOptions { Epochs = 7 },
        };
        using var listener = new Recorder();
        _tiny.Train(options, "run", listener);
        var stages = listener.Plans.Select(plan => plan.Report.Plan.Stage).ToList();

        Assert.Equal(AllStages, stages.Distinct());
        Assert.Equal(stages.Order(), stages);
        Assert.True(File.Exists(_tiny.Folder("run/sampling/timeline.png")));
        // Every decision is in the log, with its figures.
        var logged = File.ReadLines(_tiny.Folder("run/metrics.jsonl")).Select(line => JsonNode.Parse(line)!).Where(line => line["kind"]!.GetValue<string>() == "plan").ToList();
        Assert.Equal(stages.Count, logged.Count);
        Assert.Contains(logged, line => line["stage"]!.GetValue<string>() == "explore" && line["easyGradient"] is not null && line["probeLoss"] is not null);
        Assert.All(logged, line => Assert.NotEmpty(line["reason"]!.GetValue<string>()));
    }

    /// <summary>In the middle of each stage, and where a plan ends.</summary>
    [Fact]
    public void Resumed_in_any_stage_it_ends_bit_for_bit_as_if_it_had_not_stopped()
    {
        using var whole = new Recorder();
        _tiny.Train(Options, "whole", whole);
        Assert.Equal(AllStages, whole.Plans.Select(plan => plan.Report.Plan.Stage).Distinct());
        var middles = AllStages.Select(stage => whole.Plans.First(plan => plan.Report.Plan.Stage == stage).Step + 7).Append(whole.Plans[2].Step);
        foreach (var stop in middles)
        {
            using var cut = new Recorder { StopAfter = stop };
            _tiny.Train(Options, $"cut-{stop}", cut, cut.Token);
            using (var run = _tiny.Resume($"cut-{stop}"))
                run.Run(CancellationToken.None);
            AssertSame("whole", $"cut-{stop}");
        }
    }

    [Theory]
    [InlineData("static")]
    [InlineData("curriculum")]
    [InlineData("thinning")]
    [InlineData("padded")]
    public void Other_ways_to_sample_are_resumed_exactly_too(string kind)
    {
        var options = Options with { Budget = new BudgetOptions { Steps = 60 } };
        options = kind switch
        {
            "static" => options with { Sampling = new SamplingOptions { Sampler = SamplerKind.Static, Static = new StaticOptions { From = "rarity", Exponent = 3, Correction = 0.5 }, WordDropout = 0.1 } },
            "curriculum" => options with { Sampling = new SamplingOptions { Curriculum = new CurriculumOptions { StartLength = 3, StartCompetence = 0.2, LengthShare = 0.6, CompetenceShare = 0.6 } } },
            "thinning" => options with { Sampling = new SamplingOptions { Thinning = new ThinningOptions { Keep = 0.5 } } },
            _ => options with { Training = options.Training with { Batching = BatchingMode.Padded, Padding = PaddingSide.Left }, Sampling = Dynamic with { Curriculum = new CurriculumOptions { StartLength = 4 } } },
        };
        using var whole = new Recorder();
        _tiny.Train(options, "whole", whole);
        using var cut = new Recorder { StopAfter = 23 };
        _tiny.Train(options, "cut", cut, cut.Token);
        using (var run = _tiny.Resume("cut"))
            run.Run(CancellationToken.None);

        AssertSame("whole", "cut");
        Assert.All(whole.Steps, step => Assert.InRange(step.NegativeLogLikelihood, 0.05, 5));
    }

    [Fact]
    public void A_finished_dynamic_run_gives_the_rates_of_a_static_one()
    {
        _tiny.Train(Options, "dynamic");
        var summary = _tiny.Train(
            Options with { Budget = new BudgetOptions { Steps = 5 }, Sampling = new SamplingOptions { Sampler = SamplerKind.Static, Static = new StaticOptions { From = "run:" + _tiny.Folder("dynamic") } } }, "static");

        var rates = File.ReadLines(_tiny.Folder("dynamic/sampling/rates.tsv")).Select(line => float.Parse(line.Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(5, summary.Steps);
        Assert.Equal(1, rates.Average(), 0.01);
        Assert.InRange(rates.Max(), 1.1f, 4);
    }

    [Fact]
    public void A_file_that_is_not_there_leaves_no_run_folder()
    {
        var options = Options with { Sampling = new SamplingOptions { Sampler = SamplerKind.Static, Static = new StaticOptions { From = "file:nowhere.tsv" } } };

        Assert.Throws<InvalidDataException>(() => _tiny.Create(options, "run"));
        Assert.False(Directory.Exists(_tiny.Folder("run")));
    }

    [Fact]
    public void Columns_cannot_be_sampled()
    {
        var options = Options with { Training = Options.Training with { Batching = BatchingMode.Stream } };

        Assert.Contains("sampling.sampler is dynamic; it must be uniform", Assert.Throws<ConfigurationException>(options.Validate).Message);
    }

    private void AssertSame(string one, string other)
    {
        string Last(string run) => Directory.GetDirectories(_tiny.Folder(run + "/checkpoints")).OrderBy(path => int.Parse(path.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture)).Last();
        foreach (var file in new[] { "model.safetensors", "optimizer.safetensors", "sampler.safetensors", "sampler.json" })
            Assert.Equal(Hashes.Sha256OfFile(Path.Combine(Last(one), file)), Hashes.Sha256OfFile(Path.Combine(Last(other), file)));
        Assert.Equal(Lines(one), Lines(other));

        IEnumerable<string> Lines(string run) => File.ReadLines(_tiny.Folder(run + "/metrics.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(line => line["kind"]!.GetValue<string>() is "step" or "plan")
            .Select(line =>
            {
                line.Remove("seconds");
                line.Remove("tokensPerSecond");
                return line.ToJsonString();
            });
    }

    public void Dispose() => _tiny.Dispose();
}
