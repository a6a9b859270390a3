using System.Text.Json;
using Weft.Foundation;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

/// <summary><c>weft predict</c> of a tagger, and what the other verbs say of one.</summary>
public sealed class PredictTagsTests : IDisposable
{
    private readonly TinyTraining _tiny = new();
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("WEFT_CACHE");
    private readonly string _run;

    public PredictTagsTests()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _tiny.Cache);
        WeftJson.WriteFile(_tiny.Folder("tiny.json"), TinySentences.Options(_tiny, TinySentences.Write(_tiny)));
        _run = _tiny.Folder("run");
        var (code, output, errors) = CommandLine.Run("train", _tiny.Folder("tiny.json"), "--out", _run, "--max-steps", "150");
        Assert.True(code == 0, output + errors);
        Assert.Contains("validation accuracy", output, StringComparison.Ordinal);
        Assert.EndsWith($"Tag texts: weft predict {_run} --text \"…\"", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_word_has_a_line_with_its_tag_and_its_probability()
    {
        var (code, output, errors) = CommandLine.Run("predict", _run, "--text", "the cat  runs", "--text", "dog");

        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(@"\Athe\tX\t\d\.\d{4}\r?\ncat\tN\t\d\.\d{4}\r?\nruns\tV\t\d\.\d{4}\r?\n\r?\ndog\tN\t\d\.\d{4}\r?\n\z", output);
        (_, output, errors) = CommandLine.Run("predict", _run, "--text", "the cat", "--json");
        var prediction = JsonDocument.Parse(output).RootElement.GetProperty("predictions")[0];
        Assert.Equal("the cat", prediction.GetProperty("text").GetString());
        var word = prediction.GetProperty("words")[1];
        Assert.Equal(("cat", "N"), (word.GetProperty("word").GetString(), word.GetProperty("tag").GetString()));
        Assert.InRange(word.GetProperty("probability").GetDouble(), 0.25, 1);
        Assert.StartsWith("the\t", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_text_and_records_get_their_tags()
    {
        File.WriteAllText(_tiny.Folder("new.txt"), "the cat runs\n\ndog\n");
        File.WriteAllText(_tiny.Folder("new.csv"), "id,body\n1,the cat\n2,\n");
        File.WriteAllText(_tiny.Folder("new.jsonl"), "{\"text\":\"the cat\",\"id\":1}\n");

        Assert.Equal("the_X cat_N runs_V\n\ndog_N\n", CommandLine.Run("predict", _run, "--data", _tiny.Folder("new.txt")).Output);
        Assert.Equal("id,body,tagged\n1,the cat,the_X cat_N\n2,,\n", CommandLine.Run("predict", _run, "--data", _tiny.Folder("new.csv"), "--field", "body").Output);
        var (code, output, _) = CommandLine.Run("predict", _run, "--data", _tiny.Folder("new.jsonl"), "--out", _tiny.Folder("out.jsonl"));
        Assert.Equal((0, $"1 records with their tags are in {_tiny.Folder("out.jsonl")}"), (code, output.Trim()));
        Assert.Equal("{\"text\":\"the cat\",\"id\":1,\"tagged\":\"the_X cat_N\"}\n", File.ReadAllText(_tiny.Folder("out.jsonl")));
    }

    [Fact]
    public void What_a_tagger_does_not_tell_is_said()
    {
        Refusal.AssertIs(2, CommandLine.Run("predict", _run, "--text", "a", "--top", "2"), "--top does not go with a run of task=tagging, which tells the likeliest tag of each word. Leave it out.");
        Refusal.AssertIs(2, CommandLine.Run("predict", _run, "--text", "a", "--explain"), "--explain does not go with a run of task=tagging");
        Refusal.AssertIs(1, CommandLine.Run("predict", _run, "--text", " "), "--text number 1 has no word to tag. Give it some, or leave it out.");
        Refusal.AssertIs(2, CommandLine.Run("generate", _run), $"{_run} was trained with task=tagging: it tags the words of texts, and neither labels nor writes any.");
        Refusal.AssertIs(2, CommandLine.Run("evaluate", _run, "--tokens-out", _tiny.Folder("t.tsv")), "--tokens-out does not go with a run of task=tagging");
    }

    [Fact]
    public void A_tagger_is_measured_again()
    {
        var (code, output, errors) = CommandLine.Run("evaluate", _run);

        Assert.True(code == 0, errors);
        Assert.All(["right by tag", "sentence accuracy ", "have all tags right"], words => Assert.Contains(words, output, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _cacheBefore);
        _tiny.Dispose();
    }
}
