using System.Text.Json;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

/// <summary><c>weft train --task translation</c> and <c>weft predict</c> with a translator.</summary>
public sealed class PredictTranslationsTests : IDisposable
{
    private readonly TinyTraining _tiny = new();
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("WEFT_CACHE");
    private readonly string _run;

    public PredictTranslationsTests()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _tiny.Folder("cache"));
        _run = _tiny.Folder("run");
        WeftJson.WriteFile(_tiny.Folder("tiny.json"), TinyPairs.Options(_tiny, TinyPairs.Write(_tiny)) with { Budget = new BudgetOptions { Steps = 150 } });
        var (code, output, errors) = CommandLine.Run("train", _tiny.Folder("tiny.json"), "--out", _run);
        Assert.True(code == 0, output + errors);
        Assert.Contains("validation perplexity", output, StringComparison.Ordinal);
        Assert.EndsWith($"Translate texts: weft predict {_run} --text \"…\"", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_text_has_a_line_with_its_translation()
    {
        var (code, output, errors) = CommandLine.Run("predict", _run, "--text", "the cat runs", "--text", "dog", "--beams", "2");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(2, output.Count(letter => letter == '\n'));
        (_, output, _) = CommandLine.Run("predict", _run, "--text", "the cat", "--json");
        var prediction = JsonDocument.Parse(output).RootElement.GetProperty("predictions")[0];
        Assert.Equal("the cat", prediction.GetProperty("text").GetString());
        Assert.Equal(CommandLine.Run("predict", _run, "--text", "the cat").Output.Trim(), prediction.GetProperty("translation").GetString());
    }

    [Fact]
    public void Lines_of_text_and_records_get_their_translations()
    {
        var translations = new[] { "the cat", "dog" }.Select(text => CommandLine.Run("predict", _run, "--text", text).Output.Trim()).ToList();
        File.WriteAllText(_tiny.Folder("new.txt"), "the cat\n\ndog\n");
        File.WriteAllText(_tiny.Folder("new.csv"), "id,de\n1,the cat\n2,\n");
        File.WriteAllText(_tiny.Folder("new.jsonl"), "{\"body\":\"dog\",\"id\":1}\n");

        Assert.Equal($"{translations[0]}\n\n{translations[1]}\n", CommandLine.Run("predict", _run, "--data", _tiny.Folder("new.txt")).Output);
        Assert.Equal($"id,de,translation\n1,the cat,{translations[0]}\n2,,\n", CommandLine.Run("predict", _run, "--data", _tiny.Folder("new.csv")).Output);
        var (code, output, _) = CommandLine.Run("predict", _run, "--data", _tiny.Folder("new.jsonl"), "--field", "body", "--out", _tiny.Folder("out.jsonl"));
        Assert.Equal((0, $"1 records with their translations are in {_tiny.Folder("out.jsonl")}"), (code, output.Trim()));
        Assert.Equal($"{{\"body\":\"dog\",\"id\":1,\"translation\":\"{translations[1]}\"}}\n", File.ReadAllText(_tiny.Folder("out.jsonl")));
    }

    [Fact]
    public void What_a_translator_does_not_tell_is_said()
    {
        Refusal.AssertIs(2, CommandLine.Run("predict", _run, "--text", "a", "--top", "2"), "--top does not go with a run of task=translation, which writes translations. Leave it out.");
        Refusal.AssertIs(2, CommandLine.Run("predict", _run, "--text", "a", "--beams", "0"), "--beams is 0; it must be at least 1.");
        Refusal.AssertIs(1, CommandLine.Run("predict", _run, "--text", " "), "--text number 1 has no word to translate. Give it some, or leave it out.");
        Refusal.AssertIs(2, CommandLine.Run("generate", _run), $"{_run} was trained with task=translation: it translates texts, and neither labels any nor writes on.");
    }

    [Fact]
    public void A_translator_is_measured_again()
    {
        var (code, output, errors) = CommandLine.Run("evaluate", _run);

        Assert.True(code == 0, errors);
        Assert.All(["BLEU ", "chrF ", "beam 4, length penalty 0.6", "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp"], words => Assert.Contains(words, output, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _cacheBefore);
        _tiny.Dispose();
    }
}
