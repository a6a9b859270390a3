using System.Text.Json;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

/// <summary><c>--task matching</c>: pairs of texts from the file to the prediction. A pair belongs together where both texts name the same animal.</summary>
public sealed class MatchingTests : IDisposable
{
    private static readonly string[] Animals = ["cat", "dog", "hen", "fox"];

    private readonly TinyTraining _tiny = new();
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("WEFT_CACHE");

    public MatchingTests() => Environment.SetEnvironmentVariable("WEFT_CACHE", _tiny.Cache);

    [Fact]
    public void A_model_learns_pairs_and_labels_those_of_the_command_line_of_standard_input_and_of_a_file()
    {
        var run = Train("run", 150, 400, "--set", "model.ngrams.buckets=4096");

        var (code, output, errors) = CommandLine.Run("predict", run, "--text", "the cat sleeps", "--second", "a cat runs", "--text", "a hen sees", "--second", "the dog sees");
        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(@"\Asame\t0\.\d{4}\r?\nother\t0\.\d{4}\r?\n\z", output);
        File.WriteAllText(_tiny.Folder("new.csv"), "text2,text1\na fox runs,the fox sleeps\na fox runs,the hen sleeps\n");
        (code, output, errors) = CommandLine.Run("predict", run, "--data", _tiny.Folder("new.csv"));
        Assert.True(code == 0, errors);
        Assert.Matches(@"\Atext2,text1,prediction,probability\r?\na fox runs,the fox sleeps,same,0\.\d+\r?\na fox runs,the hen sleeps,other,0\.\d+\r?\n\z", output);
        (_, output, _) = CommandLine.Run("evaluate", run, "--json");
        var test = JsonDocument.Parse(output).RootElement;
        Assert.StartsWith("matching|words|", test.GetProperty("signature").GetString(), StringComparison.Ordinal);

        Refusal.AssertIs(1, CommandLine.Run("predict", run, "--text", "the cat"), "--text number 1 is no pair of texts. Give both: --text \"…\" --second \"…\", or with a tab between them on standard input.");
        Refusal.AssertIs(2, CommandLine.Run("predict", run, "--text", "the cat", "--text", "a cat", "--second", "a dog"), "--second is given 1 times; it must be given once for each --text, 2 times.");
        Refusal.AssertIs(2, CommandLine.Run("predict", run, "--second", "a", "--text", "b", "--data", _tiny.Folder("new.csv")), "--text does not go with --data");
        using (var model = TrainedModel.Open(run))
        {
            Assert.Equal("same", model.PredictPair("the cat sleeps", "a cat runs").Label);
            Assert.Throws<ArgumentException>(() => model.PredictPair("the cat", " "));
            Assert.StartsWith($"{run} was trained with task=matching: it labels pairs of texts", Assert.Throws<ConfigurationException>(() => model.Predict("the cat")).Message, StringComparison.Ordinal);
        }
        Refusal.AssertIs(2, CommandLine.Run("generate", run), $"{run} was trained with task=matching: it labels pairs of texts, and writes none.");
    }

    [Fact]
    public void Twenty_pairs_are_learnt_by_heart()
    {
        var run = Train("few", 250, 20, "--set", "data.namedSplits=false", "--set", "training.batch=8");
        var (_, output, errors) = CommandLine.Run("predict", run, "--data", _tiny.Folder("few.csv"));

        Assert.True(output.Length > 0, errors);
        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.TrimEnd().Split(',')).ToList();
        Assert.Equal(20, rows.Count);
        // All but what was kept for validation and test: two pairs, or three.
        Assert.InRange(rows.Count(row => row[2] == row[3]), 17, 20);
    }

    [Fact]
    public void Pairs_need_two_fields_and_a_label()
    {
        File.WriteAllText(_tiny.Folder("plain.txt"), "a text\n");

        Refusal.AssertIs(
            2, CommandLine.Run("train", "--task", "matching", "--data", _tiny.Folder("plain.txt"), "--out", _tiny.Folder("r")),
            $"data.second is text2, and {_tiny.Folder("plain.txt")} has no fields.{Environment.NewLine}Give pairs of texts as .csv, .tsv, .jsonl or .parquet, with a field for each of the two, or as two files of as many lines in a folder, with the endings that data.field and data.second name.");
        Refusal.AssertIs(
            2, CommandLine.Run("train", "--data", Pairs("pairs", 40), "--set", "data.second=text2", "--out", _tiny.Folder("r")),
            "data.second is text2; it must be empty where task is language-modelling.");
        Refusal.AssertIs(
            2, CommandLine.Run("train", "--task", "matching", "--set", "data.second=", "--out", _tiny.Folder("r")),
            "data.second is empty; it must name the field or column that holds the second text where task is matching.");
    }

    [Fact]
    public void Settings_start_where_pairs_mostly_are()
    {
        var tree = new OptionTree();
        tree.SetAssignment("task=matching");
        var own = tree.Build();
        tree.SetAssignment("data.source=pairs.csv");
        var theirs = tree.Build();

        Assert.Equal(("match", "summary", "returns", "match"), (own.Preset, own.Data.Field, own.Data.Second, own.Data.Label));
        Assert.Equal(("match", "text1", "text2", "label"), (theirs.Preset, theirs.Data.Field, theirs.Data.Second, theirs.Data.Label));
        tree.SetAssignment("matching.kind=apart");
        Assert.Equal(("match-apart", PoolingKind.Mean), (tree.Build().Preset, tree.Build().Model.Pooling));
        tree.SetAssignment("preset=match");
        Assert.Equal((PoolingKind.Maximum, MatchingKind.Apart), (tree.Build().Model.Pooling, tree.Build().Matching.Kind));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WEFT_CACHE", _cacheBefore);
        _tiny.Dispose();
    }

    private string Train(string name, int steps, int pairs, params string[] settings)
    {
        WeftJson.WriteFile(_tiny.Folder("tiny.json"), _tiny.Options with { Task = Weft.Tasks.TaskKind.Matching, Data = new() { Source = Pairs(name, pairs), Field = "text1", Second = "text2", Label = "label", Tokenizer = "words" } });
        var (code, output, errors) = CommandLine.Run(["train", _tiny.Folder("tiny.json"), "--out", _tiny.Folder(name + "-run"), "--max-steps", $"{steps}", .. settings]);
        Assert.True(code == 0, output + errors);
        Assert.EndsWith($"Label pairs: weft predict {_tiny.Folder(name + "-run")} --text \"…\" --second \"…\"", output.TrimEnd(), StringComparison.Ordinal);
        return _tiny.Folder(name + "-run");
    }

    private string Pairs(string name, int count)
    {
        var random = RandomStream.For(7, "pairs");
        string Sentence(string animal) => $"{(random.NextInt32(2) == 0 ? "the" : "a")} {animal} {new[] { "runs", "sleeps", "sees" }[random.NextInt32(3)]}";
        var rows = Enumerable.Range(0, count).Select(i =>
        {
            var (first, second) = (Animals[random.NextInt32(4)], Animals[random.NextInt32(4)]);
            second = i % 2 == 0 ? first : second;
            return $"{Sentence(first)},{Sentence(second)},{(first == second ? "same" : "other")}\n";
        });
        File.WriteAllText(_tiny.Folder(name + ".csv"), "text1,text2,label\n" + string.Concat(rows));
        return _tiny.Folder(name + ".csv");
    }
}
