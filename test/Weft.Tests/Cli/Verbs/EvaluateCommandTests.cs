using System.Text.Json;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

/// <summary>Reports of a trained run: the files, the tables, the object of <c>--json</c>.</summary>
public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Fact]
    public void Training_ends_with_reports_of_the_validation_and_test_splits()
    {
        var (code, output, errors) = _tiny.Train("run", "--set", "evaluation.report=true", "--json");
        var summary = TinyCommands.LastLine(output);

        Assert.True(code == 0, errors);
        foreach (var split in new[] { "validation", "test" })
        {
            var report = ReadReport("run", split);
            Assert.All(summary.GetProperty(split).EnumerateObject(), figure =>
                Assert.Equal(figure.Value.GetRawText(), report.GetProperty(figure.Name).GetRawText()));
            var details = summary.GetProperty(split + "Details");
            Assert.Equal(report.GetProperty("topFiveAccuracy").GetDouble(), details.GetProperty("topFiveAccuracy").GetDouble());
            Assert.Equal(report.GetProperty("calibration").GetProperty("expectedError").GetDouble(), details.GetProperty("calibrationError").GetDouble());
            Assert.True(File.Exists(Path.Combine(_tiny.Folder("run"), "evaluation", split, "positions.svg")));
        }
        Assert.True(File.Exists(Path.Combine(_tiny.Folder("run"), "evaluation", "learning-curve.png")));
        Assert.Contains("top-5 accuracy", errors);
        Assert.Contains("calibration error", errors);
    }

    [Fact]
    public void All_splits_come_as_one_object_and_as_a_file_each()
    {
        var run = _tiny.Trained("run");

        var (code, output, _) = CommandLine.Run("evaluate", run, "--split", "all", "--json");
        var all = TinyCommands.LastLine(output);

        Assert.Equal(0, code);
        Assert.Equal(["train", "validation", "test"], all.EnumerateObject().Select(split => split.Name));
        foreach (var split in all.EnumerateObject())
        {
            Assert.Equal(split.Name, split.Value.GetProperty("split").GetString());
            Assert.Equal(12, split.Value.GetProperty("step").GetInt64());
            Assert.Equal(JsonSerializer.Serialize(split.Value), JsonSerializer.Serialize(ReadReport("run", split.Name)));
            AssertCountsAgree(split.Value);
        }
    }

    [Fact]
    public void A_stride_measures_plain_and_sliding_windows_side_by_side()
    {
        var run = _tiny.Trained("run");

        var (code, output, errors) = CommandLine.Run("evaluate", run, "--stride", "3", "--json");
        var report = TinyCommands.LastLine(output);
        var (plain, sliding) = (report.GetProperty("signature").GetString(), report.GetProperty("sliding").GetProperty("signature").GetString());

        Assert.True(code == 0, errors);
        Assert.Contains("|context:10|stride:10|", plain);
        Assert.Contains("|context:10|stride:3|", sliding);
        Assert.Equal(report.GetProperty("tokens").GetInt64(), report.GetProperty("sliding").GetProperty("tokens").GetInt64());
        Assert.NotEqual(report.GetProperty("loss").GetDouble(), report.GetProperty("sliding").GetProperty("loss").GetDouble());
        // Behind the first window only the last three positions are scored.
        Assert.Equal(1, report.GetProperty("sliding").GetProperty("positions")[0].GetProperty("scores").GetProperty("tokens").GetInt64());
        Assert.Contains("test sliding perplexity", errors);
        Assert.Contains("plain", errors);
        Assert.True(File.Exists(Path.Combine(run, "evaluation", "test", "sliding", "positions.png")));
    }

    [Fact]
    public void The_matrix_the_list_and_the_folder_can_be_chosen()
    {
        var run = _tiny.Trained("run");

        var (code, output, errors) = CommandLine.Run(
            "evaluate", run, "--matrix-words", "4", "--confused-pairs", "2", "--out", _tiny.Folder("elsewhere"), "--json");
        var confusion = TinyCommands.LastLine(output).GetProperty("confusion");

        Assert.True(code == 0, errors);
        Assert.Equal(4, confusion.GetProperty("matrix").GetProperty("words").GetArrayLength());
        Assert.Equal(5, confusion.GetProperty("matrix").GetProperty("counts").GetArrayLength());
        Assert.Equal(2, confusion.GetProperty("mostConfused").GetArrayLength());
        Assert.True(File.Exists(Path.Combine(_tiny.Folder("elsewhere"), "test.json")));
        Assert.False(Directory.Exists(Path.Combine(run, "evaluation")));
        Assert.Contains(_tiny.Folder("elsewhere"), errors);
    }

    [Fact]
    public void Tagged_text_is_measured_by_tag_and_by_words_and_bytes_of_its_text()
    {
        // Two tags and three words a line; every line is "red_JJ cat_NN sleeps_VB" or alike.
        string[] adjectives = ["red", "small", "old"], nouns = ["cat", "dog"], verbs = ["sleeps", "runs"];
        var lines = Enumerable.Range(0, 300).Select(i => $"{adjectives[i % 3]}_JJ {nouns[i % 2]}_NN {verbs[i / 3 % 2]}_VB\n\n");
        var text = _tiny.Folder("tagged.txt");
        File.WriteAllText(text, string.Concat(lines));
        var run = _tiny.Trained("run", "--data", text, "--level", "word", "--set", "data.tokenizer=auto", "--tag-separator", "_");

        var (code, output, errors) = CommandLine.Run("evaluate", run, "--split", "train", "--json");
        var report = TinyCommands.LastLine(output);

        Assert.True(code == 0, errors);
        var tags = report.GetProperty("tags").EnumerateArray().ToDictionary(
            tag => tag.GetProperty("tag").GetString()!, tag => tag.GetProperty("scores").GetProperty("tokens").GetInt64());
        Assert.Equal(tags["JJ"], tags["NN"]);
        Assert.Equal(tags["NN"], tags["VB"]);
        Assert.Equal(report.GetProperty("words").GetInt64(), tags["JJ"] + tags["NN"] + tags["VB"]);
        Assert.Equal(report.GetProperty("tokens").GetInt64(), tags.Values.Sum());
        var bits = report.GetProperty("loss").GetDouble() * report.GetProperty("tokens").GetInt64() / Math.Log(2);
        Assert.Equal(bits / report.GetProperty("words").GetInt64(), report.GetProperty("bitsPerWord").GetDouble(), 1e-9);
        Assert.Equal(bits / report.GetProperty("bytes").GetInt64(), report.GetProperty("bitsPerByte").GetDouble(), 1e-9);
        Assert.True(File.Exists(Path.Combine(run, "evaluation", "train", "tags.png")));
        Assert.Contains("by tag", errors);
        Assert.Contains("bits a byte", errors);
    }

    [Theory]
    [InlineData("--stride", "11", "evaluation.stride is 11; it must be from 0 to training.context (10).")]
    [InlineData("--stride", "-1", "evaluation.stride is -1; it must be from 0 to training.context.")]
    [InlineData("--matrix-words", "0", "evaluation.matrixWords is 0; it must be from 1 to 1000.")]
    [InlineData("--confused-pairs", "-2", "evaluation.confusedPairs is -2; it must be from 0 to 1000000.")]
    public void Wrong_numbers_are_refused_with_the_rule(string option, string value, string message)
    {
        var run = _tiny.Trained("run", "--max-steps", "2");

        Refusal.AssertIs(2, CommandLine.Run("evaluate", run, option, value), message);
        Assert.False(Directory.Exists(Path.Combine(run, "evaluation")));
    }

    public void Dispose() => _tiny.Dispose();

    private JsonElement ReadReport(string run, string split)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_tiny.Folder(run), "evaluation", split + ".json")));
        return json.RootElement.Clone();
    }

    /// <summary>Every way of dividing the targets has all of them, once.</summary>
    private static void AssertCountsAgree(JsonElement report)
    {
        var tokens = report.GetProperty("tokens").GetInt64();
        long Sum(string list) => report.GetProperty(list).EnumerateArray().Sum(group => group.GetProperty("scores").GetProperty("tokens").GetInt64());
        Assert.Equal(tokens, Sum("frequencyBands"));
        Assert.Equal(tokens, Sum("positions"));
        Assert.Equal(tokens, report.GetProperty("calibration").GetProperty("bins").EnumerateArray().Sum(bin => bin.GetProperty("tokens").GetInt64()));
        var matrix = report.GetProperty("confusion").GetProperty("matrix").GetProperty("counts");
        Assert.Equal(tokens, matrix.EnumerateArray().Sum(row => row.EnumerateArray().Sum(count => count.GetInt64())));
    }
}
