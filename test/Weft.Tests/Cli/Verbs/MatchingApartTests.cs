using System.Globalization;
using System.Text.Json;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training;

namespace Weft.Tests.Cli.Verbs;

/// <summary><c>matching.kind=apart</c>, from the file to search, with labels and without. A question and its answer have a number in common.</summary>
public sealed class MatchingApartTests : IDisposable
{
    private const int Numbers = 30;

    private readonly TinyTraining _tiny = new();
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("WEFT_CACHE");

    public MatchingApartTests() => Environment.SetEnvironmentVariable("WEFT_CACHE", _tiny.Cache);

    [Fact]
    public void Answers_are_found_to_questions()
    {
        var options = Options(label: "");
        options = options with { Budget = new BudgetOptions { Steps = 700 }, Training = options.Training with { Batch = 32 }, Evaluation = new() { Report = true } };
        var summary = _tiny.Train(options, "run");
        var run = _tiny.Folder("run");

        Assert.InRange(summary.Test!["mrr"]!.Value, 0.8, 1);
        Assert.InRange(summary.Test["recallAt10"]!.Value, summary.Test["recallAt1"]!.Value, 1);
        Assert.Equal(["recall.csv", "recall.png", "recall.svg"], Directory.EnumerateFiles(Path.Combine(run, "evaluation/test")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using (var trained = LoadedModel.Open(run, "best"))
            Assert.Equal(summary.Test, new RunEvaluation(trained, trained.Options, _tiny.Corpora()).OfSplits([Split.Test]).Single().ToResult());

        File.WriteAllLines(_tiny.Folder("answers.txt"), Enumerable.Range(0, Numbers).Select(Answer));
        var (code, output, errors) = CommandLine.Run(
            ["predict", run, .. Enumerable.Range(0, Numbers).SelectMany(number => new[] { "--text", Question(number) }), "--among", _tiny.Folder("answers.txt"), "--top", "2", "--json"]);
        Assert.True(code == 0, errors);
        var found = JsonDocument.Parse(output).RootElement.GetProperty("queries").EnumerateArray().Select(query => query.GetProperty("found")[0].GetProperty("text").GetString()).ToList();
        var right = Enumerable.Range(0, Numbers).Where(number => found[number] == Answer(number)).ToList();
        Assert.InRange(right.Count, 24, Numbers);
        // Two lines for each, and an empty one between.
        var lines = errors.Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.Equal((3 * Numbers - 1, ""), (lines.FindLastIndex(line => line.Length > 0) + 1, lines[2]));
        Assert.Matches(@"\A0\.\d{4}\tanswer n\d+ is here\z", lines[3 * right[0]]);

        using var model = TrainedModel.Open(run);
        var vectors = model.Embed([Question(right[0]), Answer(right[0]), Answer(right[1]), Question(right[0])]);
        Assert.All(vectors, vector => Assert.Equal(1, Dot(vector, vector), 1e-5));
        Assert.Equal(vectors[0], vectors[3]);
        Assert.Equal(double.Parse(lines[3 * right[0]].Split('\t')[0], CultureInfo.InvariantCulture), Dot(vectors[0], vectors[1]), 1e-4);
        Assert.True(Dot(vectors[0], vectors[1]) > Dot(vectors[0], vectors[2]) + 0.01);
        Assert.Equal("together", model.PredictPair(Question(right[0]), Answer(right[0])).Label);
        Assert.True(Together(right[0], right[0]) > Together(right[0], right[1]));

        double Together(int question, int answer) => model.PredictPair(Question(question), Answer(answer)).Probabilities["together"];
        Refusal.AssertIs(2, CommandLine.Run("predict", run, "--among", _tiny.Folder("answers.txt")), "--among needs texts to look for: give one or more with --text.");
        Refusal.AssertIs(2, CommandLine.Run("predict", run, "--among", "a.parquet", "--text", "a"), "--among is a.parquet; it must be a file of texts, a line each, or a .csv, .tsv or .jsonl file, also with .gz.");
        Refusal.AssertIs(
            2, CommandLine.Run("predict", run, "--among", _tiny.Folder("answers.txt"), "--text", "a", "--explain"), "--among goes with --text, --top, --field and --json alone. Leave the others out.");
    }

    [Theory]
    [InlineData("label")]
    [InlineData("")]
    public void A_run_that_is_interrupted_ends_with_the_same_bits(string label)
    {
        var options = Options(label) with { Budget = new BudgetOptions { Steps = 12 } };
        options = options with { Model = options.Model with { FrequencyBias = true, Dropout = 0.1 }, Sampling = options.Sampling with { WordDropout = 0.1 } };
        InterruptedRun.AssertSameBits(_tiny, options);
    }

    [Fact]
    public void Twenty_pairs_with_labels_by_chance_are_learnt_by_heart()
    {
        File.WriteAllText(_tiny.Folder("few.csv"), "text1,text2,label\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"a{i},b{i},{(i * 7 % 10 < 5 ? "yes" : "no")}\n")));
        var options = Options("label");
        options = options with { Data = options.Data with { Source = _tiny.Folder("few.csv") }, Budget = new BudgetOptions { Steps = 250 }, Training = options.Training with { Batch = 8, LabelSmoothing = 0 } };
        _tiny.Train(options, "run");
        var (_, output, errors) = CommandLine.Run("predict", _tiny.Folder("run"), "--data", _tiny.Folder("few.csv"), "--checkpoint", "last");

        Assert.True(output.Length > 0, errors);
        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.TrimEnd().Split(',')).ToList();
        // All but what was kept for validation and test.
        Assert.InRange(rows.Count(row => row[2] == row[3]), 17, 20);
    }

    [Fact]
    public void What_reads_texts_together_has_no_vectors_and_other_tasks_compare_none()
    {
        _tiny.Train(Options("label") with { Matching = new MatchingOptions(), Budget = new BudgetOptions { Steps = 2 } }, "together");
        File.WriteAllText(_tiny.Folder("a.txt"), "a\n");

        Refusal.AssertIs(
            2, CommandLine.Run("predict", _tiny.Folder("together"), "--text", "a", "--among", _tiny.Folder("a.txt")),
            $"{_tiny.Folder("together")} was not trained with task=matching and matching.kind=apart: it has no vectors of texts to search by.");
        Assert.Contains(
            "matching.kind is apart; it must be together where the task is not matching.",
            Assert.Throws<ConfigurationException>((Options("label") with { Task = TaskKind.Classification }).Validate).Message, StringComparison.Ordinal);
        Assert.Contains(
            "data.label is empty; it must name the field or column that holds the labels, unless matching.kind is apart, where task is matching.",
            Assert.Throws<ConfigurationException>((Options("") with { Matching = new MatchingOptions() }).Validate).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _cacheBefore);
        _tiny.Dispose();
    }

    private static string Question(int number) => $"where is n{number}";

    private static string Answer(int number) => $"answer n{number} is here";

    private static double Dot(float[] first, float[] second) => first.Zip(second, (x, y) => (double)x * y).Sum();

    private RunOptions Options(string label)
    {
        if (!File.Exists(_tiny.Folder("pairs.csv")))
            TinyQuestionPairs.Write(_tiny.Folder("pairs.csv"), Numbers);
        return TinyQuestionPairs.Options(_tiny, _tiny.Folder("pairs.csv"), label);
    }
}
