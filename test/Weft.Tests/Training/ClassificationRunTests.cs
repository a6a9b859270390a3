using Weft.Data;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Modeling.Ngrams;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Sampling;
using Weft.Tasks.Classification.Measuring;
using Weft.Tests.Runs.Checkpoints;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Reading;
using Weft.Training;

namespace Weft.Tests.Training;

/// <summary>Classifiers from the text to the report, with everything that a training can be asked for.</summary>
public sealed class ClassificationRunTests : IDisposable
{
    private static readonly Dictionary<string, Func<RunOptions, RunOptions>> Settings = new(StringComparer.Ordinal)
    {
        ["plain"] = options => options,
        ["dynamic"] = options => options with { Sampling = options.Sampling with { Sampler = SamplerKind.Dynamic } },
        ["static"] = options => options with { Sampling = options.Sampling with { Sampler = SamplerKind.Static } },
        ["words taken out, competence"] = options => options with
        {
            Sampling = options.Sampling with { WordDropout = 0.2, Curriculum = options.Sampling.Curriculum with { StartCompetence = 0.4 } },
        },
        ["padded on the left, in bfloat16"] = options => options with
        {
            Training = options.Training with { Padding = PaddingSide.Left },
            Runtime = options.Runtime with { Precision = Precision.BFloat16 },
        },
        ["class weights, frequency bias"] = options => options with
        {
            Training = options.Training with { ClassWeights = "inverse-frequency", LabelSmoothing = 0.1 },
            Model = options.Model with { FrequencyBias = true },
        },
        ["several epochs, accumulation, averages"] = options => options with
        {
            Training = options.Training with { Batch = 32, Accumulation = 3 },
            Optimizer = options.Optimizer with { AverageDecay = 0.9 },
        },
        ["n-grams, the greatest numbers of all states"] = options => options with
        {
            Model = options.Model with { Pooling = PoolingKind.Maximum, Ngrams = new NgramOptions { Buckets = 400, Dimension = 8 } },
        },
        ["muon in phases"] = options => options with
        {
            Training = options.Training with { Phases = [new PhaseOptions { Name = "embeddings", Trainable = Trainable.Embeddings }, new PhaseOptions { Optimizer = new OptimizerOptions { Kind = OptimizerKind.Muon } }] },
        },
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
    public void A_run_that_was_killed_before_its_first_checkpoint_begins_as_a_new_one_does()
    {
        _tiny.Train(Options(), "whole");
        _tiny.Create(Options(), "killed").Dispose();
        using (var run = _tiny.Resume("killed"))
            run.Run(CancellationToken.None);

        Assert.Equal(SavingStages.Result(_tiny.Folder("whole")), SavingStages.Result(_tiny.Folder("killed")));
    }

    [Fact]
    public void Labels_are_learnt_and_the_most_accurate_weights_are_kept()
    {
        using var recorder = new Recorder();
        var summary = _tiny.Train(Options() with { Budget = new BudgetOptions { Steps = 150 }, Evaluation = new EvaluationOptions { EverySteps = 15, Report = true } }, "run", recorder);
        var accuracies = recorder.Evaluations.ConvertAll(evaluation => (evaluation.Step, Accuracy: evaluation.Raw["accuracy"]!.Value, evaluation.Raw.Loss));

        Assert.InRange(summary.Validation!.Accuracy, 0.85, 1);
        var best = accuracies.OrderByDescending(evaluation => evaluation.Accuracy).ThenBy(evaluation => evaluation.Loss).First();
        Assert.Equal(best.Step, summary.BestStep);
        Assert.Equal(best.Accuracy, summary.Validation.Accuracy);
        Assert.True(double.IsNaN(summary.Validation.Perplexity));
        // What guessing reaches stands beside it.
        Assert.InRange(summary.TestDetails!["majorityShare"]!.Value, 0.33, summary.Test!.Accuracy);
        var folder = Path.Combine(_tiny.Folder("run"), "evaluation", "test");
        Assert.Equal([
            "calibration.csv", "calibration.png", "calibration.svg", "confused-pairs.csv", "confusion-matrix.csv", "confusion-matrix.png", "confusion-matrix.svg", "labels.csv",
        ], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.StartsWith("target,", File.ReadAllLines(Path.Combine(folder, "confusion-matrix.csv"))[0], StringComparison.Ordinal);
        Assert.Equal(4, File.ReadAllLines(Path.Combine(folder, "labels.csv")).Length);
        Assert.Equal("label,texts,predicted,correct,recall,precision,f1,loss", File.ReadAllLines(Path.Combine(folder, "labels.csv"))[0]);
        Assert.Equal("above,upTo,texts,correct,confidence,accuracy", File.ReadAllLines(Path.Combine(folder, "calibration.csv"))[0]);
        Assert.True(File.Exists(Path.Combine(_tiny.Folder("run"), "evaluation", "learning-curve.png")));
    }

    [Fact]
    public void Twenty_texts_with_labels_by_chance_are_learnt_by_heart()
    {
        var texts = Enumerable.Range(0, 20).Select(i => new TextRecord($"{TinyTraining.Words[i % 7]} {TinyTraining.Words[7 + i / 7]}", i < 18 ? Split.Train : i < 19 ? Split.Validation : Split.Test)
        {
            Label = i * 7 % 10 < 5 ? "one" : "two",
        }).ToList();
        using var cache = new TemporaryCache();
        var options = Options() with
        {
            Budget = new BudgetOptions { Steps = 150 },
            Data = Options().Data with { Field = "text", Label = "label" },
            Training = Options().Training with { Batch = 9, LabelSmoothing = 0 },
        };
        using var model = new TrainingBuilder(options).UseTexts(texts).Train(_tiny.Folder("heart"));

        Assert.Equal(texts[..18].Select(text => text.Label), model.PredictAll(texts[..18].Select(text => text.Text)).Select(prediction => prediction!.Label));
    }

    [Fact]
    public void A_loaded_classifier_measures_its_splits_and_other_texts_and_writes_nothing()
    {
        var summary = _tiny.Train(Options(), "run");
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        var evaluation = new RunEvaluation(trained, trained.Options, _tiny.Corpora());

        Assert.Equal(summary.Test, evaluation.OfSplits([Split.Test]).Single().ToResult());
        var other = Path.Combine(_tiny.Folder("other.csv"));
        File.WriteAllText(other, "review,kind\nthe cat runs,cats\nthe dog sees,dogs\n");
        var report = Assert.IsType<ClassificationReport>(evaluation.OfText(other));
        Assert.Equal(2, report.Texts);
        Assert.StartsWith("data-other-", report.Split, StringComparison.Ordinal);
        File.WriteAllText(other, "review,kind\nthe cat runs,birds\n");
        Assert.StartsWith("The text has labels that the model does not know: 'birds'.", Assert.Throws<InvalidDataException>(() => evaluation.OfText(other)).Message, StringComparison.Ordinal);
        Assert.Equal(
            $"{_tiny.Folder("run")} was trained with task=classification: it labels texts, and writes none.{Environment.NewLine}Let it label one: weft predict {_tiny.Folder("run")} --text \"…\" (in C# TrainedModel.Predict)",
            Assert.Throws<ConfigurationException>(() => trained.Model).Message);
    }

    [Fact]
    public void A_program_gives_texts_with_labels_and_asks_for_those_of_others()
    {
        using var cache = new TemporaryCache();
        var rows = File.ReadAllLines(TinyReviews.Write(_tiny)).Skip(1).Select(row => row.Split("\","));
        var options = Options() with { Budget = new BudgetOptions { Steps = 150 }, Data = Options().Data with { Field = "text", Label = "label" } };
        using var model = new TrainingBuilder(options).UseTexts(rows.Select(row => new TextRecord(row[0].Trim('"')) { Label = row[1] })).Train(_tiny.Folder("given"));

        Assert.Equal("cats", model.Predict("the cat runs home").Label);
        Assert.Equal(model.Summary!.Test!.Accuracy, model.Evaluate(Split.Test).Accuracy);
        Assert.Throws<ConfigurationException>(() => model.Generate("the"));
        Assert.Throws<ArgumentException>(() => model.Predict(" "));
        Assert.StartsWith(
            "The label of record 1 is not valid UTF-16", Assert.Throws<InvalidDataException>(() =>
                new TrainingBuilder(options).UseTexts([new TextRecord("a") { Label = "\uD800" }]).Train(_tiny.Folder("bad"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions Options() => TinyReviews.Options(_tiny, File.Exists(_tiny.Folder("reviews.csv")) ? _tiny.Folder("reviews.csv") : TinyReviews.Write(_tiny));
}
