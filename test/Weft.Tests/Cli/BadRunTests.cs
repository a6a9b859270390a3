using Weft.Tests.Support;

namespace Weft.Tests.Cli;

/// <summary>Run folders that are damaged or mixed up, met by each verb that opens one.</summary>
public sealed class BadRunTests : IDisposable
{
    private readonly TinyCommands _tiny = new();
    private readonly string _run;

    public BadRunTests() => _run = _tiny.Trained("run");

    public static TheoryData<string> Verbs => ["generate", "evaluate", "resume"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_flipped_bit_is_found(string verb)
    {
        foreach (var path in Saved("model.safetensors"))
        {
            var bytes = File.ReadAllBytes(path);
            bytes[^100] ^= 4;
            File.WriteAllBytes(path, bytes);
        }

        AssertRefused(verb, "model.safetensors is not what was written", "No other checkpoint of the run is whole: put a copy back, or train anew.");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_checkpoint_that_was_cut_short_is_found(string verb)
    {
        foreach (var path in Saved("optimizer.safetensors"))
        {
            using var file = File.OpenWrite(path);
            file.SetLength(file.Length / 2);
        }

        AssertRefused(verb, "optimizer.safetensors is not what was written");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_manifest_that_was_cut_short_is_found(string verb)
    {
        foreach (var path in Saved("manifest.json"))
            File.WriteAllText(path, File.ReadAllText(path)[..40]);

        AssertRefused(verb, "The checkpoint manifest", "cannot be read");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_checkpoint_of_another_model_is_refused(string verb)
    {
        var other = _tiny.Trained("other", "--set", "model.feedForward=32");
        Directory.Delete(Path.Combine(_run, "checkpoints"), recursive: true);
        Directory.Move(Path.Combine(other, "checkpoints"), Path.Combine(_run, "checkpoints"));

        AssertRefused(verb, "belongs to another model", "Put the run's own checkpoint, config.json and vocabulary.json back.");
    }

    [Theory]
    [InlineData("generate", "its shape or vocabulary is not that of this run")]
    [InlineData("evaluate", "its shape or vocabulary is not that of this run")]
    [InlineData("resume", "its shape or vocabulary is not that of this run")]
    public void A_vocabulary_of_another_run_is_refused(string verb, string problem)
    {
        var text = _tiny.Folder("other.txt");
        File.WriteAllText(text, string.Concat(Enumerable.Range(0, 400).Select(i => $"quite other words {i % 7} here\n\n")));
        var other = _tiny.Trained("other", "--data", text);
        File.Copy(Path.Combine(other, "vocabulary.json"), Path.Combine(_run, "vocabulary.json"), overwrite: true);

        AssertRefused(verb, problem, "back");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_folder_that_is_not_a_run_is_refused(string verb)
    {
        File.Delete(Path.Combine(_run, "config.json"));

        AssertRefused(verb, "is not a run folder: it has no config.json. Runs are made by weft train --out FOLDER.");
    }

    [Theory]
    [InlineData("generate")]
    [InlineData("evaluate")]
    public void A_checkpoint_that_does_not_exist_is_named_with_those_that_do(string verb) =>
        Refusal.AssertIs(2, CommandLine.Run(verb, _run, "--checkpoint", "77"), "--checkpoint is 77; it must be best, last, or one of", "12");

    [Fact]
    public void A_finished_run_is_resumed_only_with_a_larger_budget() =>
        Refusal.AssertIs(2, CommandLine.Run("train", "--resume", _run), "is done", "--max-steps");

    public void Dispose() => _tiny.Dispose();

    private string[] Saved(string file) => Directory.GetFiles(Path.Combine(_run, "checkpoints"), file, SearchOption.AllDirectories);

    /// <summary>The verb fails and leaves everything as it was.</summary>
    private void AssertRefused(string verb, params string[] texts)
    {
        var before = Files();
        string[] arguments = verb == "resume" ? ["train", "--resume", _run, "--max-steps", "20"] : [verb, _run];

        Refusal.AssertIs(1, CommandLine.Run(arguments), texts);
        Assert.Equal(before, Files());
    }

    private string[] Files() =>
        [.. Directory.GetFiles(_run, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => $"{path} {new FileInfo(path).Length}")];
}
