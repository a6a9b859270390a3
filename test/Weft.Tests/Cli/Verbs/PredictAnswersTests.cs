using System.Text.Json;
using Weft.Foundation;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

/// <summary><c>weft predict</c> of a model that answers questions.</summary>
public sealed class PredictAnswersTests : IDisposable
{
    private const string Story = "The cat is at the barn. The dog is at the hill.";

    private readonly TinyTraining _tiny = new();
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("WEFT_CACHE");
    private readonly string _run;

    public PredictAnswersTests()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _tiny.Cache);
        WeftJson.WriteFile(_tiny.Folder("tiny.json"), TinyQuestions.Options(_tiny, TinyQuestions.Write(_tiny)));
        _run = _tiny.Folder("run");
        var (code, output, errors) = CommandLine.Run("train", _tiny.Folder("tiny.json"), "--out", _run, "--max-steps", "20");
        Assert.True(code == 0, output + errors);
        Assert.Contains("validation F1", output, StringComparison.Ordinal);
        Assert.EndsWith($"Ask: weft predict {_run} --text \"…\" --question \"…\"", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_has_a_line_with_its_answers_and_their_probabilities()
    {
        var (code, output, errors) = CommandLine.Run("predict", _run, "--text", Story, "--question", "Where is the dog?", "--text", "Here.", "--question", "Who?", "--top", "2");

        Assert.Equal((0, ""), (code, errors));
        var lines = output.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Split('\t')).ToList();
        Assert.Equal([4, 4], lines.Select(line => line.Length));
        Assert.All(lines[0].Where((_, i) => i % 2 == 0), answer => Assert.Contains(answer, Story, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Matches(@"\A[01]\.\d{4}\z", line[1]));
        (_, output, _) = CommandLine.Run("predict", _run, "--text", Story, "--second", "Where is the dog?", "--json");
        var prediction = JsonDocument.Parse(output).RootElement.GetProperty("predictions")[0];
        Assert.Equal((Story, lines[0][0]), (prediction.GetProperty("context").GetString(), prediction.GetProperty("answer").GetString()));
        Assert.Equal(1, prediction.GetProperty("answers").GetArrayLength());
    }

    [Fact]
    public void Records_get_their_answers()
    {
        File.WriteAllText(_tiny.Folder("new.csv"), $"id,context,question\n1,{Story},Where is the cat?\n2,,Who?\n");
        File.WriteAllText(_tiny.Folder("new.jsonl"), JsonSerializer.Serialize(new { context = Story, question = "Where is the cat?", answers = new[] { "barn" } }) + "\n");

        var answer = CommandLine.Run("predict", _run, "--text", Story, "--question", "Where is the cat?").Output.Split('\t')[0];
        Assert.Matches($@"\Aid,context,question,answer,probability\n1,{Story},Where is the cat\?,{answer},[\d.]+\n2,,Who\?,,\n\z", CommandLine.Run("predict", _run, "--data", _tiny.Folder("new.csv")).Output);
        var (code, output, _) = CommandLine.Run("predict", _run, "--data", _tiny.Folder("new.jsonl"), "--out", _tiny.Folder("out.jsonl"), "--top", "2");
        Assert.Equal((0, $"1 records with their answers are in {_tiny.Folder("out.jsonl")}"), (code, output.Trim()));
        var told = JsonDocument.Parse(File.ReadAllText(_tiny.Folder("out.jsonl"))).RootElement;
        Assert.Equal(answer, told.GetProperty("answer").GetString());
        Assert.InRange(told.GetProperty("probability2").GetDouble(), 0, told.GetProperty("probability").GetDouble());
    }

    [Fact]
    public void What_cannot_be_answered_is_said()
    {
        Refusal.AssertIs(1, CommandLine.Run("predict", _run, "--text", "a"), "--text number 1 is no pair of texts.");
        Refusal.AssertIs(2, CommandLine.Run("predict", _run, "--text", "a", "--question", "b", "--explain"), "--explain does not go with a run of task=answering, whose answers are words of the text. Leave it out.");
        Refusal.AssertIs(2, CommandLine.Run("generate", _run), $"{_run} was trained with task=answering: it answers questions on texts");
        File.WriteAllText(_tiny.Folder("new.txt"), "a\n");
        Refusal.AssertIs(2, CommandLine.Run("predict", _run, "--data", _tiny.Folder("new.txt")), "--data is ");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _cacheBefore);
        _tiny.Dispose();
    }
}
