using System.Text.Json;
using Weft.Evaluation;
using Weft.Runs.Options;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training;

namespace Weft.Tests.Training;

/// <summary>Models that tell several labels of a text, from the file to what they tell of others. A text has the names of its animals.</summary>
public sealed class SeveralLabelsRunTests : IDisposable
{
    private readonly TinyTraining _tiny = new();
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("WEFT_CACHE");

    public SeveralLabelsRunTests() => Environment.SetEnvironmentVariable("WEFT_CACHE", _tiny.Cache);

    [Theory]
    [InlineData("none")]
    [InlineData("inverse-frequency")]
    public void A_run_that_is_interrupted_ends_with_the_same_bits(string classWeights)
    {
        var options = TinyAnimals.Options(_tiny);
        InterruptedRun.AssertSameBits(_tiny, options with { Training = options.Training with { ClassWeights = classWeights }, Model = options.Model with { FrequencyBias = true } });
    }

    [Fact]
    public void Labels_are_learnt_and_told_each_by_itself()
    {
        var summary = _tiny.Train(TinyAnimals.Options(_tiny) with { Budget = new BudgetOptions { Steps = 300 }, Evaluation = new EvaluationOptions { Report = true } }, "run");
        var run = _tiny.Folder("run");

        Assert.InRange(summary.Test!["microF1"]!.Value, 0.9, 1);
        Assert.InRange(summary.Test["accuracy"]!.Value, summary.TestDetails!["accuracyLow"]!.Value, summary.TestDetails["accuracyHigh"]!.Value);
        Assert.Equal("label,texts,predicted,correct,recall,precision,f1", File.ReadLines(Path.Combine(run, "evaluation/test/labels.csv")).First());
        using (var trained = LoadedModel.Open(run, "best"))
        {
            Assert.Equal(summary.Test, new RunEvaluation(trained, trained.Options, _tiny.Corpora()).OfSplits([Split.Test]).Single().ToResult());
            File.WriteAllText(_tiny.Folder("other.jsonl"), """{ "review": "the cat runs", "animals": ["bird"] }""");
            Assert.StartsWith(
                "The text has labels that the model does not know: 'bird'.",
                Assert.Throws<InvalidDataException>(() => new RunEvaluation(trained, trained.Options, _tiny.Corpora()).OfText(_tiny.Folder("other.jsonl"))).Message, StringComparison.Ordinal);
        }

        var (code, output, errors) = CommandLine.Run("predict", run, "--text", "the cat sees a dog", "--text", "the house runs home", "--json");
        Assert.True(code == 0, errors);
        var told = JsonDocument.Parse(output).RootElement.GetProperty("predictions").EnumerateArray().Select(text => text.GetProperty("labels").EnumerateArray().Select(label => label.GetString()).ToList()).ToList();
        Assert.Equal(["cat", "dog"], told[0].Order(StringComparer.Ordinal));
        Assert.Empty(told[1]);
        Assert.Matches(@"\A(cat|dog)\t0\.\d{4}\t(cat|dog)\t0\.\d{4}\r?\n\r?\n\z", errors);
        (_, output, _) = CommandLine.Run("predict", run, "--text", "the house runs home", "--top", "2");
        Assert.Matches(@"\A(cat|dog)\t0\.\d{4}\t(cat|dog)\t0\.\d{4}\r?\n\z", output);
        File.WriteAllText(_tiny.Folder("new.csv"), "review\nthe cat sees a dog\nthe house runs home\n");
        (_, output, _) = CommandLine.Run("predict", run, "--data", _tiny.Folder("new.csv"));
        Assert.Equal(["review,prediction", "the cat sees a dog,cat;dog", "the house runs home,", ""], output.Split('\n').Select(line => line.TrimEnd('\r')));
        using var model = TrainedModel.Open(run);
        Assert.Equal(["cat", "dog"], model.Predict("the cat sees a dog").Labels.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{ "review": "a", "animals": ["cat", ["dog"]] }""", "the labels 'animals' are not all strings or numbers, but one is an array.")]
    [InlineData("""{ "review": "a", "animals": ["cat;dog"] }""", "the label 'cat;dog' in 'animals' has a ';', which divides labels.")]
    [InlineData("""{ "review": "a", "animals": ["c\nat"] }""", "a label of 'animals' has a line end or another control character.")]
    public void What_is_no_list_of_labels_is_named(string line, string expected)
    {
        File.WriteAllText(_tiny.Folder("bad.jsonl"), line);
        var options = TinyAnimals.Options(_tiny);

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => _tiny.Train(options with { Data = options.Data with { Source = _tiny.Folder("bad.jsonl") } }, "run")).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _cacheBefore);
        _tiny.Dispose();
    }
}
