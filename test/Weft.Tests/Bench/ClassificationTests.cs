using System.Text.Json;
using Weft.Bench.Classification;
using Weft.Data;
using Weft.Tests.Support;
using Weft.Text.Reading;

namespace Weft.Tests.Bench;

[Collection(OfOtherProcesses.Tests)]
public sealed class ClassificationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ClassificationTests()
    {
        Write("pets.train.tsv", 60);
        Write("pets.test.tsv", 8);
        Write("other.train.tsv", 10);
    }

    private string Pattern => _folder.File("pets.*");

    [Fact]
    public async Task Weft_and_mlnet_are_measured_on_the_same_texts()
    {
        var (exitCode, output, tables) = await BenchProgram.Run([
            "classification", "--json", "--data", Pattern, "--field", "said", "--label", "who", "--seeds", "2", "--set", "budget.steps=3", "data.tokenizer=words", "model.dimension=16",
            "model.layers=1", "model.heads=2", "model.feedForward=16", "training.batch=8", "runtime.threads=1", "runtime.device=cpu"]);

        Assert.True(exitCode == 0, tables);
        using var result = JsonDocument.Parse(output.Trim());
        var sizes = new[] { "train", "validation", "test", "labels" }.Select(name => result.RootElement.GetProperty(name).GetInt32());
        Assert.Equal([60, 0, 8, 2], sizes);
        var methods = result.RootElement.GetProperty("methods").EnumerateArray().ToList();
        Assert.Equal(["Weft", "ML.NET SDCA", "ML.NET LightGBM"], methods.Select(method => method.GetProperty("method").GetString()));
        Assert.All(methods, method => Assert.True(method.GetProperty("seconds").GetProperty("mean").GetDouble() > 0));
        Assert.All(methods, method => Assert.Equal(2, method.GetProperty("accuracy").GetProperty("count").GetInt32()));
        // One word tells the label.
        Assert.Equal(1, methods[1].GetProperty("accuracy").GetProperty("mean").GetDouble());
        Assert.Contains("ML.NET learns from all of train.", tables);
    }

    [Theory]
    [InlineData("--only is tree; no method begins so: Weft; ML.NET SDCA; ML.NET LightGBM.", "--only", "tree")]
    [InlineData("--seeds is 0; it must be above 0.", "--seeds", "0")]
    [InlineData("names no test split, and all must be measured on the same texts.", "--set", "data.namedSplits=false")]
    public async Task What_cannot_be_compared_is_refused(string message, params string[] arguments)
    {
        var (exitCode, _, error) = await BenchProgram.Run(["classification", "--data", Pattern, "--field", "said", "--label", "who", .. arguments]);

        Assert.Equal(2, exitCode);
        Assert.Contains(message, error);
    }

    [Fact]
    public void Records_are_read_with_their_labels_in_the_order_of_the_files()
    {
        var set = LabelledSet.Read(new DataOptions { Source = Pattern, Field = "said", Label = "who" });

        Assert.Equal([("meow 0", "cat"), ("woof 1", "dog"), ("meow 2", "cat")], set.Test.Take(3).Select(record => (record.Text.Trim(), record.Label)));
        Assert.Equal(set.Train, set.Seen);
    }

    [Fact]
    public void What_is_not_predicted_is_wrong()
    {
        TextRecord[] texts = [.. new[] { "a", "a", "b", "b" }.Select(label => new TextRecord("text") { Label = label })];

        var score = LabelScore.Of(texts, ["a", "b", "b", null]);

        Assert.Equal(0.5, score.Accuracy);
        // F1 of a: 2/3, of b: 1/2, of none: 0.
        Assert.Equal((2.0 / 3 + 0.5 + 0) / 3, score.MacroF1, 1e-12);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, int texts) => _folder.Write(
        name, "who\tsaid\n" + string.Concat(Enumerable.Range(0, texts).Select(i => i % 2 == 0 ? $"cat\tmeow {i}\n" : $"dog\twoof {i}\n")));
}
