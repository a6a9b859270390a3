using Weft.Runs;
using Weft.Runs.Options;
using Weft.Tests.Support;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Runs;

public sealed class ClassWeightsTests : IDisposable
{
    private static readonly Vocabulary Words = new(["the", "a b", "cat", "<unk>", "<eos>"], "<unk>", "<eos>");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Inverse_frequencies_have_a_mean_of_1_over_the_text()
    {
        // 8 · 8^-½ + 2 · 2^-½ + 0 = 2√2 + √2 over 10 tokens: a mean of 0.3 √2.
        var weights = ClassWeights.FromFrequencies([8, 2, 0], 0.5);

        Assert.Equal(1 / Math.Sqrt(8) / (0.3 * Math.Sqrt(2)), weights[0], 6);
        Assert.Equal(1 / Math.Sqrt(2) / (0.3 * Math.Sqrt(2)), weights[1], 6);
        Assert.Equal(1 / (0.3 * Math.Sqrt(2)), weights[2], 6);
    }

    [Fact]
    public void A_file_names_some_tokens_and_the_others_count_1() =>
        Assert.Equal([0.5f, 2, 1, 0, 1], Read("the\t0.5\na b\t2\r\n\n<unk>\t0\n"));

    [Theory]
    [InlineData("the\t1\ncat 2\n", "line 2 has no tab")]
    [InlineData("dog\t1\n", "line 1 names 'dog', which is not in the vocabulary.")]
    [InlineData("the\t-1\n", "line 1 gives 'the' the weight '-1'; it must be a number, at least 0.")]
    [InlineData("the\tNaN\n", "line 1 gives 'the' the weight 'NaN'")]
    [InlineData("the\t1\ncat\t1\nthe\t1\n", "line 3 names 'the' a second time.")]
    public void What_is_wrong_is_said_with_its_line(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_said_with_the_remedy() =>
        Assert.Contains("inverse-frequency", Assert.Throws<InvalidDataException>(() => ClassWeights.FromFile(_folder.File("none"), Words)).Message, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_said_with_the_file()
    {
        var path = _folder.File("bytes.tsv");
        File.WriteAllBytes(path, [.. "the\t1\n"u8, 0xff, .. "\t2\n"u8]);

        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => ClassWeights.FromFile(path, Words)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "none")]
    [InlineData("inverse-frequency", "inverse-frequency")]
    public void A_word_is_no_file(string given, string expected) =>
        Assert.Equal(expected, ClassWeights.Resolve(new TrainingOptions { ClassWeights = given }).ClassWeights);

    [Fact]
    public void The_run_says_where_they_came_from() =>
        Assert.Equal(Path.GetFullPath("weights.tsv"), ClassWeights.Resolve(new TrainingOptions { ClassWeights = "weights.tsv" }).ClassWeights);

    [Fact]
    public void Weights_from_a_file_reach_the_training_and_not_the_plain_loss()
    {
        using var tiny = new TinyTraining();
        var options = tiny.Options with { Training = tiny.Options.Training with { LabelSmoothing = 0 }, Budget = new BudgetOptions { Steps = 1 } };
        using var plain = new Recorder();
        using var weighted = new Recorder();
        var words = VocabularyFile.Load(RunFolder.Open(tiny.Train(options, "plain", plain).Run).VocabularyFile).Vocabulary;
        var file = _folder.Write("twice.tsv", string.Concat(Enumerable.Range(0, words.Count).Select(id => words[id] + "\t2\n")));

        tiny.Train(options with { Training = options.Training with { ClassWeights = file } }, "weighted", weighted);

        Assert.Equal(2 * plain.Steps[0].Loss, weighted.Steps[0].Loss, 1e-4);
        Assert.Equal(plain.Steps[0].NegativeLogLikelihood, weighted.Steps[0].NegativeLogLikelihood, 1e-6);
    }

    [Fact]
    public void A_run_goes_on_with_its_own_copy_when_the_file_is_gone()
    {
        using var tiny = new TinyTraining();
        var file = _folder.Write("moved.tsv", "the\t3\ncat\t0.25\n");
        var options = tiny.Options with { Training = tiny.Options.Training with { ClassWeights = file }, Evaluation = tiny.Options.Evaluation with { EverySteps = 6 } };
        using var whole = new Recorder();
        using var stopped = new Recorder { StopAfter = 6 };
        using var resumed = new Recorder();
        tiny.Train(options, "whole", whole);
        tiny.Train(options, "stopped", stopped, stopped.Token);
        File.Delete(file);

        using (var run = tiny.Resume("stopped", listener: resumed))
            run.Run(CancellationToken.None);

        Assert.Equal("the\t3\ncat\t0.25\n", File.ReadAllText(Path.Combine(tiny.Folder("stopped"), "class-weights.tsv")));
        Assert.Equal(whole.Steps.Skip(6).Select(step => step.Loss), resumed.Steps.Select(step => step.Loss));
    }

    [Fact]
    public void A_wrong_file_leaves_no_run_behind()
    {
        using var tiny = new TinyTraining();
        var options = tiny.Options with { Training = tiny.Options.Training with { ClassWeights = _folder.Write("wrong.tsv", "the\tmuch\n") } };

        Assert.Throws<InvalidDataException>(() => tiny.Create(options, "run"));

        Assert.False(Directory.Exists(tiny.Folder("run")));
    }

    public void Dispose() => _folder.Dispose();

    private float[] Read(string text) => ClassWeights.FromFile(_folder.Write("weights.tsv", text), Words);
}
