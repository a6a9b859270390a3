using System.Text.Json;
using Weft.Foundation;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

/// <summary><c>weft predict</c>, and what the other verbs say of a classifier.</summary>
public sealed class PredictCommandTests : IDisposable
{
    private readonly TinyTraining _tiny = new();
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("WEFT_CACHE");
    private readonly string _run;

    public PredictCommandTests()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _tiny.Cache);
        WeftJson.WriteFile(_tiny.Folder("tiny.json"), TinyReviews.Options(_tiny, TinyReviews.Write(_tiny)));
        _run = _tiny.Folder("run");
        var (code, output, errors) = CommandLine.Run("train", _tiny.Folder("tiny.json"), "--out", _run, "--max-steps", "150", "--task", "classification");
        Assert.True(code == 0, output + errors);
        Assert.Contains("validation accuracy", output, StringComparison.Ordinal);
        Assert.EndsWith($"Label texts: weft predict {_run} --text \"…\"", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_has_a_label_and_a_probability_and_in_json_those_of_all()
    {
        var (code, output, errors) = CommandLine.Run("predict", _run, "--text", "the cat runs home", "--text", "a dog sees the house");

        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(@"\Acats\t0\.\d{4}\r?\ndogs\t0\.\d{4}\r?\n\z", output);
        (_, output, errors) = CommandLine.Run("predict", _run, "--text", "the cat runs home", "--json");
        var prediction = JsonDocument.Parse(output).RootElement.GetProperty("predictions")[0];
        Assert.Equal(("the cat runs home", "cats"), (prediction.GetProperty("text").GetString(), prediction.GetProperty("label").GetString()));
        var all = prediction.GetProperty("probabilities").EnumerateObject().ToList();
        Assert.Equal(1, all.Sum(label => label.Value.GetDouble()), 1e-9);
        Assert.Equal(("cats", prediction.GetProperty("probability").GetDouble()), (all[0].Name, all[0].Value.GetDouble()));
        Assert.StartsWith("cats\t", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_classifier_takes_no_pairs() => Refusal.AssertIs(
        2, CommandLine.Run("predict", _run, "--text", "a cat", "--second", "a dog"), $"--second is given, and {_run} was trained neither with task=matching nor with answering: it takes single texts. Leave it out.");

    [Fact]
    public void A_text_without_a_word_is_named() =>
        Refusal.AssertIs(1, CommandLine.Run("predict", _run, "--text", "a cat", "--text", " "), "--text number 2 has no word to tell a label from. Give it some, or leave it out.");

    [Fact]
    public void A_classifier_is_measured_and_does_not_write()
    {
        Refusal.AssertIs(2, CommandLine.Run("generate", _run), $"{_run} was trained with task=classification: it labels texts, and writes none.");
        var (code, output, errors) = CommandLine.Run("evaluate", _run, "--json");
        Assert.True(code == 0, errors);
        Assert.Equal(3, JsonDocument.Parse(output).RootElement.GetProperty("labels").GetArrayLength());
        Assert.Contains("right by label", errors, StringComparison.Ordinal);
        Refusal.AssertIs(2, CommandLine.Run("evaluate", _run, "--tokens-out", _tiny.Folder("t.tsv")), "--tokens-out does not go with a run of task=classification");
        Refusal.AssertIs(2, CommandLine.Run("evaluate", _run, "--stride", "2"), "evaluation.stride is 2; it must be 0 where task is classification.");
    }

    [Fact]
    public void Comparisons_show_accuracies()
    {
        var (code, output, errors) = CommandLine.Run(
            "compare", _tiny.Folder("tiny.json"), "--variant", "fast: schedule.peakRate=0.02", "--max-steps", "6", "--out", _tiny.Folder("compared"));

        Assert.True(code == 0, output + errors);
        Assert.Contains("accuracy", File.ReadAllText(Path.Combine(_tiny.Folder("compared"), "table.md")), StringComparison.Ordinal);
        Assert.DoesNotContain("perplexity", File.ReadAllText(Path.Combine(_tiny.Folder("compared"), "table.md")), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _cacheBefore);
        _tiny.Dispose();
    }
}
