using Weft.Data;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Tasks.Translation;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training;

namespace Weft.Tests.Training;

/// <summary>Translators from the text to the report, with everything that a training can be asked for.</summary>
public sealed class TranslationRunTests : IDisposable
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
    public void A_run_that_is_interrupted_ends_with_the_same_bits(string name)
    {
        InterruptedRun.AssertSameBits(_tiny, Settings[name](Options()));
    }

    [Fact]
    public void Twenty_pairs_are_learnt_by_heart()
    {
        // The same pairs in every split; their words say nothing of one another.
        var random = RandomStream.For(11, "heart");
        string[] Lines(string letter) => [.. Enumerable.Range(0, 20).Select(i => $"{letter}{i} " + string.Join(' ', Enumerable.Range(0, 1 + random.NextInt32(4)).Select(_ => $"{letter}{random.NextInt32(9)}")))];
        var (sources, targets) = (Lines("a"), Lines("b"));
        Directory.CreateDirectory(_tiny.Folder("heart"));
        foreach (var split in new[] { "train", "val", "test" })
        {
            File.WriteAllLines(Path.Combine(_tiny.Folder("heart"), split + ".de"), sources);
            File.WriteAllLines(Path.Combine(_tiny.Folder("heart"), split + ".en"), targets);
        }
        var options = Options(_tiny.Folder("heart"));
        var summary = _tiny.Train(options with
        {
            Budget = new BudgetOptions { Steps = 400 },
            Model = options.Model with { Dropout = 0 },
            Training = options.Training with { LabelSmoothing = 0 },
            Evaluation = options.Evaluation with { Report = true },
        }, "run");

        Assert.Equal(1, summary.Test!.Accuracy);
        Assert.Equal(100, summary.TestDetails!["chrF"]!.Value, 6);
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        foreach (var beams in new[] { 1, 4 })
            Assert.Equal(targets, trained.OpenTranslator(beams).Translate(sources));
    }

    [Fact]
    public void Translating_is_learnt_and_reports_are_written()
    {
        var summary = _tiny.Train(Options() with { Budget = new BudgetOptions { Steps = 400 }, Evaluation = new EvaluationOptions { EverySteps = 40, Report = true } }, "run");

        Assert.InRange(summary.Test!.Accuracy, 0.5, 1);
        Assert.Equal(Math.Exp(summary.Test.Loss), summary.Test.Perplexity, 9);
        Assert.InRange(summary.TestDetails!["bleu"]!.Value, 10, 100);
        Assert.InRange(summary.Test.Accuracy, summary.TestDetails["accuracyLow"]!.Value, summary.TestDetails["accuracyHigh"]!.Value);
        var lines = File.ReadAllLines(Path.Combine(_tiny.Folder("run"), "evaluation", "test", "translations.csv"));
        Assert.Equal("source,reference,translation", lines[0]);
        Assert.All(lines.Skip(1).Select(line => line.Split(',')), parts => Assert.Equal(TinyPairs.Translate(parts[0].Split(' ')), parts[1]));
    }

    [Fact]
    public void A_loaded_translator_measures_its_splits_and_other_text_and_writes_nothing_on()
    {
        var summary = _tiny.Train(Options(), "run");
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        var evaluation = new RunEvaluation(trained, trained.Options, _tiny.Corpora());

        Assert.Equal(summary.Test, evaluation.OfSplits([Split.Test]).Single().ToResult());
        var other = Path.Combine(_tiny.Folder("other"), "new.");
        Directory.CreateDirectory(_tiny.Folder("other"));
        File.WriteAllText(other + "de", "the cat\nthe\n");
        File.WriteAllText(other + "en", "cx3 tx3\ntx3\n");
        var report = Assert.IsType<TranslationReport>(evaluation.OfText(_tiny.Folder("other")));
        Assert.Equal((2, 5), (report.Pairs, report.Tokens));
        Assert.Equal(["the cat", "the"], report.Translations.Select(pair => pair.Source).OrderDescending(StringComparer.Ordinal));
        Assert.Equal(
            $"{_tiny.Folder("run")} was trained with task=translation: it translates texts, and neither labels any nor writes on.{Environment.NewLine}"
            + $"Let it translate one: weft predict {_tiny.Folder("run")} --text \"…\" (in C# TrainedModel.Translate)",
            Assert.Throws<ConfigurationException>(() => trained.Model).Message);
    }

    [Fact]
    public void A_program_asks_for_translations()
    {
        using var cache = new TemporaryCache();
        using var model = new TrainingBuilder(Options() with { Budget = new BudgetOptions { Steps = 60 } }).Train(_tiny.Folder("given"));

        Assert.Equal([model.Translate("the cat"), null, model.Translate("a dog runs")], model.TranslateAll(["the cat", " ", "a dog runs"]));
        Assert.StartsWith("There is no token in the text to translate.", Assert.Throws<ArgumentException>(() => model.Translate(" ")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Translate("the cat", beams: 0));
        Assert.Throws<ConfigurationException>(() => model.Predict("the"));
    }

    [Fact]
    public void Settings_that_do_not_go_with_translation_are_refused_all_at_once()
    {
        var wrong = Options() with { Data = new DataOptions { Label = "kind" }, Training = new TrainingOptions { Batching = BatchingMode.Stream } };

        Assert.Equal(
        [
            "data.second is empty; it must name the field or column that holds the second text where task is translation.",
            "data.label is kind; it must be empty where task is translation.",
            "training.batching is stream; it must be left as it is, since each text is a row of a padded batch, where task is translation.",
        ], Assert.Throws<ConfigurationException>(wrong.Validate).Message.Split(Environment.NewLine));
        var tree = new OptionTree();
        tree.SetAssignment("task=translation");
        Assert.Equal(("translate", "summary", "name"), (tree.Build().Preset, tree.Build().Data.Field, tree.Build().Data.Second));
        tree.SetAssignment("data.source=pairs.csv");
        Assert.Equal(("source", "target", TaskKind.Translation), (tree.Build().Data.Field, tree.Build().Data.Second, tree.Build().Task));
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions Options(string? folder = null) => TinyPairs.Options(_tiny, folder ?? (Directory.Exists(_tiny.Folder("pairs")) ? _tiny.Folder("pairs") : TinyPairs.Write(_tiny)));
}
