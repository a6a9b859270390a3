using Weft.Data;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Modeling.Ngrams;
using Weft.Runs.Options;
using Weft.Tasks.Tagging;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Reading;
using Weft.Training;

namespace Weft.Tests.Training;

/// <summary>Taggers from the text to the report, with everything that a training can be asked for.</summary>
public sealed class TaggingRunTests : IDisposable
{
    private static readonly Dictionary<string, Func<RunOptions, RunOptions>> Settings = new(InterruptedRun.Settings, StringComparer.Ordinal)
    {
        ["n-grams"] = options => options with { Model = options.Model with { Ngrams = new NgramOptions { Buckets = 400, Dimension = 8 } } },
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
    public void Twenty_sentences_are_learnt_by_heart()
    {
        // The same sentences in every split; and tags that follow no rule but the word's place in its sentence.
        var lines = Enumerable.Range(0, 20).Select(i => $"the_{i % 4} cat_{i / 4 % 3} sees_{i % 3} w{i}_{i % 2}\n").ToList();
        Directory.CreateDirectory(_tiny.Folder("heart"));
        foreach (var split in new[] { "train", "validation", "test" })
            File.WriteAllText(Path.Combine(_tiny.Folder("heart"), split + ".txt"), string.Concat(lines));
        var options = TinySentences.Options(_tiny, _tiny.Folder("heart"));
        var summary = _tiny.Train(options with
        {
            Budget = new BudgetOptions { Steps = 300 },
            Model = options.Model with { Dropout = 0 },
            Data = options.Data with { Tokenizer = "blanks" },
            Training = options.Training with { LabelSmoothing = 0 },
        }, "run");

        Assert.Equal(1, summary.Test!.Accuracy);
        Assert.Equal(80, summary.Test.Targets);
    }

    [Fact]
    public void Tags_are_learnt_and_reports_are_written()
    {
        var summary = _tiny.Train(Options() with { Budget = new BudgetOptions { Steps = 150 }, Evaluation = new EvaluationOptions { EverySteps = 15, Report = true } }, "run");

        Assert.InRange(summary.Validation!.Accuracy, 0.9, 1);
        Assert.True(double.IsNaN(summary.Validation.Perplexity));
        Assert.InRange(summary.TestDetails!["majorityShare"]!.Value, 0.3, summary.Test!.Accuracy);
        var folder = Path.Combine(_tiny.Folder("run"), "evaluation", "test");
        Assert.Equal([
            "calibration.csv", "calibration.png", "calibration.svg", "confused-pairs.csv", "confusion-matrix.csv", "confusion-matrix.png", "confusion-matrix.svg", "tags.csv",
        ], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("tag,words,predicted,correct,recall,precision,f1,loss", File.ReadAllLines(Path.Combine(folder, "tags.csv"))[0]);
    }

    [Fact]
    public void A_loaded_tagger_measures_its_splits_and_other_text_and_writes_nothing()
    {
        var summary = _tiny.Train(Options(), "run");
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        var evaluation = new RunEvaluation(trained, trained.Options, _tiny.Corpora());

        Assert.Equal(summary.Test, evaluation.OfSplits([Split.Test]).Single().ToResult());
        var other = _tiny.Folder("other.conllu");
        File.WriteAllText(other, "1\tthe\t_\tX\t_\t_\t_\t_\t_\t_\n2\tcat\t_\tN\t_\t_\t_\t_\t_\t_\n");
        Assert.Equal(2, Assert.IsType<TaggingReport>(evaluation.OfText(other)).Words);
        File.WriteAllText(_tiny.Folder("other.txt"), "the_X cat_NOUN\n");
        Assert.Equal(
            $"The text has tags that the model does not know: 'NOUN'.{Environment.NewLine}It knows 'X', 'V', 'N', 'D'. Leave such sentences out, or train with them.",
            Assert.Throws<InvalidDataException>(() => evaluation.OfText(_tiny.Folder("other.txt"))).Message);
        Assert.Equal(
            $"{_tiny.Folder("run")} was trained with task=tagging: it tags the words of texts, and neither labels nor writes any.{Environment.NewLine}"
            + $"Let it tag one: weft predict {_tiny.Folder("run")} --text \"…\" (in C# TrainedModel.Tag)",
            Assert.Throws<ConfigurationException>(() => trained.Model).Message);
    }

    [Fact]
    public void A_program_gives_texts_with_tags_and_asks_for_those_of_others()
    {
        using var cache = new TemporaryCache();
        var options = Options() with { Budget = new BudgetOptions { Steps = 150 } };
        using var model = new TrainingBuilder(options).UseTexts(File.ReadAllLines(TinySentences.Write(_tiny)).Select(line => new TextRecord(line))).Train(_tiny.Folder("given"));

        Assert.Equal([("the", "X"), ("cat", "N"), ("runs", "V")], model.Tag("the cat runs").Select(word => (word.Word, word.Tag)));
        Assert.Equal(model.Summary!.Test!.Accuracy, model.Evaluate(Split.Test).Accuracy);
        Assert.Empty(model.Tag(" "));
        Assert.Throws<ConfigurationException>(() => model.Predict("the"));
    }

    [Fact]
    public void Settings_that_do_not_go_with_tagging_are_refused_all_at_once()
    {
        var wrong = Options() with { Data = new DataOptions { Level = TextLevel.Word, Label = "kind" } };

        Assert.Equal(
        [
            "data.label is kind; it must be empty where task is tagging.",
            "data.level is word; it must be raw, with data.tokenizer=blanks for a token a word, where task is tagging.",
            "data.tagSeparator is empty; it must be the character between a word and its tag where task is tagging.",
        ], Assert.Throws<ConfigurationException>(wrong.Validate).Message.Split(Environment.NewLine));
        var tree = new OptionTree();
        tree.SetAssignment("task=tagging");
        var built = tree.Build();
        Assert.Equal(("tag", "_", DocumentUnit.Line), (built.Preset, built.Data.TagSeparator, built.Data.Documents));
        tree.SetAssignment("data.tagSeparator=/");
        Assert.Equal("/", tree.Build().Data.TagSeparator);
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions Options() => TinySentences.Options(_tiny, File.Exists(_tiny.Folder("sentences.txt")) ? _tiny.Folder("sentences.txt") : TinySentences.Write(_tiny));
}
