using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Runs;
using Weft.Tests.Runs.Checkpoints;
using Weft.Tests.Support;
using Weft.Training;

namespace Weft.Tests.Runs;

/// <summary>A run does not go on from files that somebody has changed as if nothing had happened.</summary>
public sealed class ChangedRunFilesTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    private readonly string _config;

    public ChangedRunFilesTests()
    {
        using var cut = new Recorder { StopAfter = 7 };
        _tiny.Train(_tiny.Options with { Training = _tiny.Options.Training with { CheckpointSteps = 3 } }, "run", cut, cut.Token);
        _config = _tiny.Folder("run/config.json");
    }

    [Theory]
    [InlineData("\"seed\": 1,", "\"seed\": 3,", "seed is 3", "1")]
    [InlineData("\"peakRate\": 0.01,", "\"peakRate\": 0.03,", "schedule.peakRate is 0.03", "0.01")]
    [InlineData("\"labelSmoothing\": 0.1,", "\"labelSmoothing\": 0.2,", "training.labelSmoothing is 0.2", "0.1")]
    [InlineData("\"dropout\": 0.1,", "\"dropout\": 0.5,", "model.dropout is 0.5", "0.1")]
    public void One_digit_of_the_options_is_seen(string before, string now, string said, string was)
    {
        Replace(before, now);

        var error = Assert.Throws<InvalidDataException>(() => _tiny.Resume("run"));

        Assert.Equal(
            [$"{said} in {_config}, and the checkpoint of step 7 was made with {was}.", "Put it back, or start a new run."], error.Message.Split(Environment.NewLine));
    }

    [Fact]
    public void Several_are_named_in_one_line()
    {
        Replace("\"seed\": 1,", "\"seed\": 3,");
        Replace("\"peakRate\": 0.01,", "\"peakRate\": 0.03,");

        Assert.Contains("step 7 was made with: seed is 3, not 1; schedule.peakRate is 0.03, not 0.01.", Assert.Throws<InvalidDataException>(() => _tiny.Resume("run")).Message);
    }

    [Fact]
    public void What_changes_results_in_their_last_bits_alone_is_told()
    {
        Replace("\"rowsAtOnce\": 64", "\"rowsAtOnce\": 32");
        var told = new List<string>();
        _tiny.Resume("run", tell: told.Add).Dispose();

        Assert.Equal($"runtime.rowsAtOnce is 32 in {_config}, and the run was trained with 64: results differ in the last bits.", Assert.Single(told));
    }

    [Fact]
    public void Evaluation_minds_the_model_and_the_text_alone()
    {
        Replace("\"seed\": 1,", "\"seed\": 3,");
        Replace("\"peakRate\": 0.01,", "\"peakRate\": 0.03,");
        LoadedModel.Open(_tiny.Folder("run"), "best").Dispose();
        Replace("\"context\": 10,", "\"context\": 9,");

        Assert.StartsWith("training.context is 9 in ", Assert.Throws<InvalidDataException>(() => LoadedModel.Open(_tiny.Folder("run"), "best")).Message);
    }

    [Fact]
    public void A_changed_log_is_told_when_training_goes_on_and_never_believed_again()
    {
        var log = _tiny.Folder("run/metrics.jsonl");
        var text = File.ReadAllText(log);
        File.WriteAllText(log, text.Replace("\"tokens\":80", "\"tokens\":81", StringComparison.Ordinal));
        var told = new List<string>();
        using (var cut = new Recorder { StopAfter = 8 })
        using (var run = _tiny.Resume("run", listener: cut, tell: told.Add))
            run.Run(cut.Token);
        TrainingSummary summary;
        using (var run = _tiny.Resume("run", tell: told.Add))
            summary = run.Run(CancellationToken.None);

        Assert.StartsWith($"{log} is not what the training wrote up to step 7: it was changed since.", told[0]);
        Assert.True(summary.Metrics!.Altered);
        Assert.False(summary.Metrics.Holds(log));
    }

    [Fact]
    public void A_log_that_nobody_changed_is_what_its_end_says()
    {
        var told = new List<string>();
        using var run = _tiny.Resume("run", tell: told.Add);
        var summary = run.Run(CancellationToken.None);
        var log = _tiny.Folder("run/metrics.jsonl");

        Assert.Empty(told);
        Assert.Equal(new FileInfo(log).Length, summary.Metrics!.Bytes);
        Assert.Equal(Hashes.Sha256OfFile(log), summary.Metrics.Sha256);
        Assert.True(summary.Metrics.Holds(log));
        Assert.Equal(summary.Metrics, WeftJson.ReadFile<TrainingSummary>(_tiny.Folder("run/DONE"), "summary").Metrics);
    }

    [Fact]
    public void Class_weights_that_have_changed_are_refused()
    {
        var weights = _tiny.Folder("weights.tsv");
        File.WriteAllText(weights, "cat\t2\n");
        using var cut = new Recorder { StopAfter = 5 };
        _tiny.Train(_tiny.Options with { Training = _tiny.Options.Training with { ClassWeights = weights } }, "weighted", cut, cut.Token);
        File.WriteAllText(_tiny.Folder("weighted/class-weights.tsv"), "cat\t3\n");

        Assert.Contains("class-weights.tsv has changed since the checkpoint of step 5", Assert.Throws<InvalidDataException>(() => _tiny.Resume("weighted")).Message);
    }

    [Fact]
    public void A_checkpoint_from_before_there_was_an_origin_goes_on_to_the_same_bits()
    {
        _tiny.Train(_tiny.Options with { Training = _tiny.Options.Training with { CheckpointSteps = 3 } }, "whole");
        foreach (var checkpoint in Directory.GetDirectories(_tiny.Folder("run/checkpoints")))
        {
            File.Delete(Path.Combine(checkpoint, "origin.json"));
            var path = Path.Combine(checkpoint, "manifest.json");
            var manifest = JsonNode.Parse(File.ReadAllText(path))!;
            manifest["schemaVersion"] = 2;
            Assert.True(manifest["files"]!.AsObject().Remove("origin.json"));
            File.WriteAllText(path, manifest.ToJsonString());
            var state = JsonNode.Parse(File.ReadAllText(Path.Combine(checkpoint, "state.json")))!.AsObject();
            foreach (var key in new[] { "watch", "calmStep", "skipped", "skippedInARow", "goneBack" })
                Assert.True(state.Remove(key));
            File.WriteAllText(Path.Combine(checkpoint, "state.json"), state.ToJsonString());
            manifest["files"]!["state.json"] = Hashes.Sha256OfFile(Path.Combine(checkpoint, "state.json"));
            File.WriteAllText(path, manifest.ToJsonString());
        }
        using (var run = _tiny.Resume("run", tell: damage => Assert.Fail(damage)))
            run.Run(CancellationToken.None);

        Assert.Equal(SavingStages.Result(_tiny.Folder("whole")), SavingStages.Result(_tiny.Folder("run")));
    }

    public void Dispose() => _tiny.Dispose();

    private void Replace(string before, string now)
    {
        var text = File.ReadAllText(_config);
        Assert.Contains(before, text);
        File.WriteAllText(_config, text.Replace(before, now, StringComparison.Ordinal));
    }
}
