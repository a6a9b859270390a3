using Weft.Data;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Sampling.Thinning;
using Weft.Tasks;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training;

namespace Weft.Tests.Training;

/// <summary>What a classifier's settings, labels and weights must be.</summary>
public sealed class ClassificationSettingsTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void A_language_model_has_no_labels_to_predict()
    {
        _tiny.Train(_tiny.Options, "run");
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");

        Assert.StartsWith($"{_tiny.Folder("run")} was trained with task=language-modelling: ", Assert.Throws<ConfigurationException>(() => trained.OpenClassifier()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("kind", "data.source=api-docs")]
    [InlineData("label", "data.source=reviews.csv")]
    [InlineData("stars", "data.source=reviews.csv", "data.label=stars")]
    public void Labels_are_where_they_mostly_are_unless_one_says_otherwise(string label, params string[] settings)
    {
        var tree = new OptionTree();
        tree.SetAssignment("task=classification");
        foreach (var setting in settings)
            tree.SetAssignment(setting);

        Assert.Equal(label, tree.Build().Data.Label);
        Assert.Equal("", new OptionTree().Build().Data.Label);
    }

    [Fact]
    public void Changed_labels_are_another_text()
    {
        _tiny.Train(Options(), "run");
        var path = _tiny.Folder("reviews.csv");
        // The same texts, and labels that are as frequent under other names.
        File.WriteAllText(path, File.ReadAllText(path).Replace("cats", "dags", StringComparison.Ordinal).Replace("dogs", "cats", StringComparison.Ordinal).Replace("dags", "dogs", StringComparison.Ordinal));

        Assert.Contains(
            "it has changed since the run began: changed: ",
            Assert.Throws<InvalidDataException>(() => _tiny.Resume("run", new BudgetOptions { Steps = 20 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_other_labels_is_not_taken()
    {
        _tiny.Train(Options(), "run");
        var path = Path.Combine(_tiny.Folder("run"), "labels.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("dogs", "hens", StringComparison.Ordinal));

        Assert.Contains("another", Assert.Throws<InvalidDataException>(() => LoadedModel.Open(_tiny.Folder("run"), "best")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_weights_of_a_file_are_of_labels()
    {
        var weights = _tiny.Folder("weights.tsv");
        File.WriteAllText(weights, "cats\t2\n");
        _tiny.Train(Options() with { Training = Options().Training with { ClassWeights = weights } }, "run");

        Assert.Equal([2f, 1, 1], ClassWeights.FromFile(weights, ["cats", "dogs", "others"]));
        File.WriteAllText(weights, "cats\t2\nthe\t3\n");
        Assert.Equal($"{weights}, line 2 names 'the', which is none of the labels.", Assert.Throws<InvalidDataException>(() => ClassWeights.FromFile(weights, ["cats"])).Message);
    }

    [Fact]
    public void Inverse_frequency_counts_labels()
    {
        var options = Options() with { Training = Options().Training with { ClassWeights = "inverse-frequency", ClassWeightExponent = 1 } };
        using var store = _tiny.Corpora().Prepare(options.Data, CancellationToken.None).Store;
        var counts = ClassWeights.FrequenciesOf(TaskKind.Classification, store);

        Assert.Equal(store[Split.Train].DocumentCount, counts.Sum());
        // Weights that are inverse to the counts, and whose mean over the texts is 1.
        Assert.Equal(counts.Select(count => counts.Sum() / 3.0 / count), ClassWeights.FromFrequencies(counts, 1).Select(weight => (double)weight), new Near());
    }

    [Fact]
    public void Settings_that_do_not_go_with_classification_are_refused_all_at_once()
    {
        var wrong = Options() with
        {
            Data = new DataOptions { Level = TextLevel.Word, TagSeparator = "_" },
            Training = Options().Training with { Batching = BatchingMode.Stream },
            Sampling = new SamplingOptions { Thinning = new ThinningOptions { Keep = 0.5 }, Curriculum = new() { StartLength = 4 } },
            Evaluation = new EvaluationOptions { Stride = 2 },
        };

        Assert.Equal(
        [
            "data.label is empty; it must name the field or column that holds the labels where task is classification.",
            "data.tagSeparator is _; it must be empty where task is classification.",
            "training.batching is stream; it must be left as it is, since each text is a row of a padded batch, where task is classification.",
            "sampling.thinning.keep is 0.5; it must be 1, since each text has one target, where task is classification.",
            "sampling.curriculum.startLength is 4; it must be 0, since texts are not cut, where task is classification.",
            "evaluation.stride is 2; it must be 0 where task is classification.",
        ], Assert.Throws<ConfigurationException>(wrong.Validate).Message.Split(Environment.NewLine));
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions Options() => TinyReviews.Options(_tiny, File.Exists(_tiny.Folder("reviews.csv")) ? _tiny.Folder("reviews.csv") : TinyReviews.Write(_tiny));

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-6;

        public int GetHashCode(double obj) => 0;
    }
}
