using SkiaSharp;
using Weft.Data;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Tasks.Captioning;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training;

namespace Weft.Tests.Training;

/// <summary>What captions pictures, from the files to the report, with everything that a training can be asked for.</summary>
public sealed class CaptioningRunTests : IDisposable
{
    private static readonly Dictionary<string, Func<RunOptions, RunOptions>> Settings = new(InterruptedRun.Settings, StringComparer.Ordinal)
    {
        ["tied"] = options => options with { Model = options.Model with { TieEmbeddings = true } },
        ["class weights, frequency bias"] = options => options with { Training = options.Training with { ClassWeights = "inverse-frequency" }, Model = options.Model with { FrequencyBias = true } },
    };

    private readonly TinyTraining _tiny = new();

    public static TheoryData<string> Names => [.. Settings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_that_is_interrupted_ends_with_the_same_bits(string name) => InterruptedRun.AssertSameBits(_tiny, Settings[name](Options()));

    [Fact]
    public void Twenty_pictures_are_learnt_by_heart()
    {
        // The same pictures in every split; their captions say nothing of them.
        var random = RandomStream.For(11, "heart");
        var folder = _tiny.Folder("heart");
        Directory.CreateDirectory(folder);
        List<string> captions = [.. Enumerable.Range(0, 20).Select(_ => string.Join(' ', Enumerable.Range(0, 1 + random.NextInt32(4)).Select(_ => $"w{random.NextInt32(9)}")))];
        for (var i = 0; i < 20; i++)
        {
            var color = new SKColor((byte)random.NextInt32(256), (byte)random.NextInt32(256), (byte)random.NextInt32(256));
            var half = i % 2 == 0;
            TinyPictures.WritePng(Path.Combine(folder, $"{i}.png"), (x, y) => (half ? x : y) < 4 ? color : SKColors.White);
        }
        foreach (var split in new[] { "train", "val", "test" })
            File.WriteAllLines(Path.Combine(folder, split + ".tsv"), ["image\tcaption", .. captions.Select((caption, i) => $"{i}.png\t{caption}")]);
        var options = TinyPictures.Options(_tiny, folder);
        var summary = _tiny.Train(options with
        {
            Budget = new BudgetOptions { Steps = 1000 },
            Model = options.Model with { Dropout = 0 },
            Training = options.Training with { LabelSmoothing = 0 },
            Sampling = new SamplingOptions(),
            Evaluation = options.Evaluation with { Report = true },
        }, "run");

        Assert.Equal(1, summary.Test!.Accuracy);
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        foreach (var beams in new[] { 1, 4 })
            Assert.Equal(captions, trained.OpenCaptioner(beams).Caption([.. Enumerable.Range(0, 20).Select(i => Path.Combine(folder, $"{i}.png"))]));
        Assert.Equal(1, summary.TestDetails!["exactMatch"]!.Value);
        Assert.Equal(1, summary.TestDetails["rougeL"]!.Value, 9);
    }

    [Fact]
    public void Captioning_is_learnt_and_reports_are_written()
    {
        var summary = _tiny.Train(Options() with { Budget = new BudgetOptions { Steps = 300 }, Evaluation = new EvaluationOptions { EverySteps = 40, Report = true } }, "run");

        Assert.InRange(summary.Test!.Accuracy, 0.5, 1);
        Assert.InRange(summary.TestDetails!["exactMatch"]!.Value, summary.TestDetails["exactMatchLow"]!.Value, summary.TestDetails["exactMatchHigh"]!.Value);
        Assert.InRange(summary.TestDetails["cider"]!.Value, 0.1, 10);
        var folder = Path.Combine(_tiny.Folder("run"), "evaluation", "test");
        var lines = File.ReadAllLines(Path.Combine(folder, "captions.csv"));
        Assert.Equal("image,caption,exact,references", lines[0]);
        Assert.All(lines.Skip(1).Select(line => line.Split(',')), parts => Assert.Equal(parts[3].Split(" | ").Contains(parts[1]), bool.Parse(parts[2])));
        using var sheet = SKBitmap.Decode(Path.Combine(folder, "captions.png"));
        Assert.Equal(3 * 330, sheet.Width);
    }

    [Fact]
    public void A_loaded_captioner_measures_its_splits_and_other_pictures_and_writes_nothing_on()
    {
        var summary = _tiny.Train(Options(), "run");
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        var evaluation = new RunEvaluation(trained, trained.Options, _tiny.Corpora());

        Assert.Equal(summary.Test, evaluation.OfSplits([Split.Test]).Single().ToResult());
        File.WriteAllText(Path.Combine(_tiny.Folder("pictures"), "new.csv"), "image,caption\n0.png,red\n1.png,red blue\n0.png,green\n");
        var report = Assert.IsType<CaptioningReport>(evaluation.OfText(Path.Combine(_tiny.Folder("pictures"), "new.csv")));
        Assert.Equal((2, 3, 7), (report.Pictures, report.Captions, report.Tokens));
        Assert.Equal(["0.png", "1.png"], report.Captioned.Select(picture => picture.Name));
        Assert.Equal(
            $"{_tiny.Folder("run")} was trained with task=captioning: it captions pictures, and neither labels texts nor writes on.{Environment.NewLine}"
            + $"Let it caption one: weft predict {_tiny.Folder("run")} --image FILE (in C# TrainedModel.Caption)",
            Assert.Throws<ConfigurationException>(() => trained.Model).Message);
        Assert.Throws<ConfigurationException>(() => trained.OpenTranslator(1));
    }

    [Fact]
    public void A_program_asks_for_captions()
    {
        using var cache = new TemporaryCache();
        using var model = new TrainingBuilder(Options() with { Budget = new BudgetOptions { Steps = 60 } }).Train(_tiny.Folder("given"));
        string[] files = [.. new[] { "0.png", "1.png" }.Select(name => Path.Combine(_tiny.Folder("pictures"), name))];

        Assert.Equal(files.Select(file => model.Caption(file)), model.CaptionAll(files));
        Assert.Throws<InvalidDataException>(() => model.Caption("nowhere.png"));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Caption(files[0], beams: 0));
        Assert.Throws<ConfigurationException>(() => model.Translate("the"));
    }

    [Fact]
    public void Settings_that_do_not_go_with_captioning_are_refused_all_at_once()
    {
        var wrong = Options() with { Data = new DataOptions { Label = "kind", ImageSize = 30 }, Model = Options().Model with { Dimension = 18, EmbeddingDimension = 8 } };

        Assert.Equal(
        [
            "data.second is empty; it must name the field or column that holds the caption where task is captioning.",
            "model.patch is 4; it must divide data.imageSize (30) where task is captioning.",
            "model.dimension is 18; it must be a multiple of 4 where task is captioning.",
            "model.embeddingDimension is 8; it must be 0 where task is captioning.",
            "data.label is kind; it must be empty where task is captioning.",
        ], Assert.Throws<ConfigurationException>(wrong.Validate).Message.Split(Environment.NewLine));
        Assert.Equal(
            ["data.imageSize is 8; it must be 0 where the task is not captioning.", "sampling.imageShift is 1; it must be 0 where the task is not captioning.", "sampling.imageColor is 0.1; it must be 0 where the task is not captioning."],
            Assert.Throws<ConfigurationException>((Options() with { Task = TaskKind.Translation }).Validate).Message.Split(Environment.NewLine));
        var tree = new OptionTree();
        tree.SetAssignment("task=captioning");
        var built = tree.Build();
        Assert.Equal(("caption", "shapes", "image", "caption", 32), (built.Preset, built.Data.Source, built.Data.Field, built.Data.Second, built.Data.ImageSize));
        tree.SetAssignment("data.source=pictures.csv");
        Assert.Equal(("image", "caption", TaskKind.Captioning), (tree.Build().Data.Field, tree.Build().Data.Second, tree.Build().Task));
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions Options() => TinyPictures.Options(_tiny, Directory.Exists(_tiny.Folder("pictures")) ? _tiny.Folder("pictures") : TinyPictures.Write(_tiny));
}
