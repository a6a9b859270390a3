using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

/// <summary><c>weft train --from</c>, and what is told of it.</summary>
public sealed class TrainFromRunTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Fact]
    public void A_classifier_starts_from_a_language_model_and_predicts()
    {
        var lm = _tiny.Trained("lm");
        var reviews = _tiny.Folder("reviews.csv");
        File.WriteAllText(reviews, "text,label\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"the {(i % 2 == 0 ? "cat" : "dog")} sees {i % 7} a house,{(i % 2 == 0 ? "cats" : "dogs")}\n")));

        var (code, output, errors) = CommandLine.Run([
            "train", "--task", "classification", "--data", reviews, "--from", lm, "--out", _tiny.Folder("classifier"), "--max-steps", "3", "--set", "training.batch=8", "--set", "model.ngrams.buckets=0",
        ]);

        Assert.True(code == 0, output + errors);
        Assert.Contains($"starts from the raw weights of step 12 of {lm}; the head begins anew", errors + output, StringComparison.Ordinal);
        Assert.Contains("the head anew", output, StringComparison.Ordinal);
        Assert.Equal(["head", "run", "sha256", "step", "weights"], Keys(Path.Combine(_tiny.Folder("classifier"), "start.json")));
        var predicted = CommandLine.Run(["predict", _tiny.Folder("classifier"), "--text", "the cat"]);
        Assert.True(predicted.ExitCode == 0, predicted.Errors);
    }

    [Fact]
    public void Variants_start_from_runs_as_well_and_a_shape_of_the_users_is_refused()
    {
        var lm = _tiny.Trained("lm");

        var (code, output, errors) = CommandLine.Run(["compare", _tiny.Config, "--out", _tiny.Folder("compared"), "--max-steps", "4", "--seeds", "1", "--variant", "scratch:", "--variant", $"from: training.from={lm}", "--json"]);

        Assert.True(code == 0, output + errors);
        var losses = TinyCommands.LastLine(output).GetProperty("variants").EnumerateArray().Select(variant => variant.GetProperty("arms")[0].GetProperty("loss").GetDouble()).ToList();
        Assert.True(losses[1] < losses[0]);
        var refused = CommandLine.Run(["train", "--from", lm, "--set", "model.layers=5"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"model.layers is 5, and the model of {lm} has 2: what starts from a run has its shape. Leave model.layers out.", refused.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _tiny.Dispose();

    private static List<string> Keys(string file) =>
        [.. System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))!.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal)];
}
