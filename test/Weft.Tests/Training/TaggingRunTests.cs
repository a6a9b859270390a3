using Weft.Data;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Tasks.Tagging;
using Weft.Tests.Runs.Checkpoints;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training;

namespace Weft.Tests.Training;

/// <summary>Taggers from the text to the report.</summary>
public sealed class TaggingRunTests : IDisposable
{
    private const int Steps = 12;

    private static readonly Dictionary<string, Func<RunOptions, RunOptions>> Settings = new(StringComparer.Ordinal)
    {
        ["plain"] = options => options,
        ["dynamic, class weights"] = options => options with
        {
            Training = options.Training with { ClassWeights = "inverse-frequency", LabelSmoothing = 0.1 },
            Sampling = options.Sampling with { Sampler = SamplerKind.Dynamic },
        },
        ["pieces of words, padded on the left, words taken out, averages"] = options => options with
        {
            Data = options.Data with { Tokenizer = "bpe:300" },
            Training = options.Training with { Padding = PaddingSide.Left, Batch = 32, Accumulation = 3 },
            Optimizer = options.Optimizer with { AverageDecay = 0.9 },
            Sampling = options.Sampling with { WordDropout = 0.2 },
        },
    };

    private readonly TinyTraining _tiny = new();

    public static TheoryData<string> Names => [.. Settings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_that_is_interrupted_ends_with_the_same_bits(string name)
    {
        var options = Settings[name](Options());
        _tiny.Train(options, "whole");
        using (var first = new Recorder { StopAfter = 3 })
            _tiny.Train(options, "cut", first, first.Token);
        using (var second = new Recorder { StopAfter = 7 })
        {
            using var run = _tiny.Resume("cut", listener: second);
            Assert.Equal(7, run.Run(second.Token).Steps);
        }
        using (var run = _tiny.Resume("cut"))
            Assert.Equal(Steps, run.Run(CancellationToken.None).Steps);

        Assert.Equal(SavingStages.Result(_tiny.Folder("whole")), SavingStages.Result(_tiny.Folder("cut")));
    }

    [Fact]
    public void Twenty_sentences_are_learnt_by_heart()
    {
        var random = RandomStream.For(7, "by heart");
        // Tags without rule: what is right must be remembered.
        string[] lines = [.. Enumerable.Range(0, 20).Select(i => string.Join(
            ' ', Enumerable.Range(0, 2 + random.NextInt32(5)).Select(at => $"{(at == 0 ? $"first{i}" : TinyTraining.Words[random.NextInt32(TinyTraining.Words.Count)])}_{"ABCD"[random.NextInt32(4)]}")))];
        foreach (var split in new[] { "train", "validation", "test" })
            File.WriteAllText(Directory.CreateDirectory(_tiny.Folder("heart")).FullName + $"/{split}.txt", string.Join('\n', lines) + "\n");
        var options = TinyTags.Options(_tiny, _tiny.Folder("heart"));
        var summary = _tiny.Train(
            options with
            {
                Data = options.Data with { ValidationRatio = new DataOptions().ValidationRatio, TestRatio = new DataOptions().TestRatio },
                Model = options.Model with { Dimension = 32, FeedForward = 64, Dropout = 0, Norm = NormPlacement.Pre },
                Training = options.Training with { LabelSmoothing = 0 },
                Budget = new BudgetOptions { Steps = 250 },
            },
            "run");

        Assert.Equal(1, summary.Test!.Accuracy);
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        foreach (var line in lines)
        {
            var words = line.Split(' ').Select(word => word.Split('_')).ToList();
            Assert.Equal(words.Select(word => word[1]), trained.OpenTagger().Predict(string.Join(' ', words.Select(word => word[0]))).Select(word => word.Tag));
        }
    }

    [Fact]
    public void Tags_are_learnt_and_their_tables_and_pictures_are_written()
    {
        var summary = _tiny.Train(
            Options() with { Budget = new BudgetOptions { Steps = 150 }, Evaluation = new EvaluationOptions { EverySteps = 50, Report = true } }, "run");

        Assert.InRange(summary.Validation!.Accuracy, 0.95, 1);
        Assert.True(double.IsNaN(summary.Validation.Perplexity));
        Assert.InRange(summary.TestDetails!["majorityShare"]!.Value, 0.3, summary.Test!.Accuracy);
        var folder = Path.Combine(_tiny.Folder("run"), "evaluation", "test");
        Assert.Equal([
            "calibration.csv", "calibration.png", "calibration.svg", "confused-pairs.csv", "confusion-matrix.csv", "confusion-matrix.png", "confusion-matrix.svg", "tags.csv",
        ], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("tag,words,predicted,correct,recall,precision,f1,loss", File.ReadAllLines(Path.Combine(folder, "tags.csv"))[0]);
        Assert.Equal(4, File.ReadAllLines(Path.Combine(folder, "tags.csv")).Length);
    }

    [Fact]
    public void A_loaded_tagger_measures_its_splits_and_other_texts()
    {
        var summary = _tiny.Train(Options(), "run");
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        var evaluation = new RunEvaluation(trained, trained.Options, _tiny.Corpora());

        Assert.Equal(summary.Test, evaluation.OfSplits([Split.Test]).Single().ToResult());
        var other = _tiny.Folder("other.txt");
        File.WriteAllText(other, "the_DET cat_NOUN\nruns_VERB\n");
        var report = Assert.IsType<TaggingReport>(evaluation.OfText(other));
        Assert.Equal((3L, 2L), (report.Words, report.Sentences));
        Assert.StartsWith("data-other-", report.Split, StringComparison.Ordinal);
        File.WriteAllText(other, "the_DET cat_BIRD\n");
        Assert.StartsWith("The text has tags that the model does not know: 'BIRD'.", Assert.Throws<InvalidDataException>(() => evaluation.OfText(other)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions Options() => TinyTags.Options(_tiny, TinyTags.Write(_tiny));
}
