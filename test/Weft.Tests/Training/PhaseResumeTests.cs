using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Training;

/// <summary>A run with two phases, six steps each, cut in two around the border.</summary>
public sealed class PhaseResumeTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Theory]
    [InlineData(StateAtBorder.Reset, 2)]
    [InlineData(StateAtBorder.Reset, 5)]
    [InlineData(StateAtBorder.Reset, 6)]
    [InlineData(StateAtBorder.Reset, 7)]
    [InlineData(StateAtBorder.Keep, 5)]
    [InlineData(StateAtBorder.Keep, 6)]
    [InlineData(StateAtBorder.Keep, 7)]
    public void A_run_stopped_around_the_border_ends_with_the_same_bits(StateAtBorder atBorder, int stopAfter)
    {
        using var whole = new Recorder();
        _tiny.Train(With(atBorder), "whole", whole);
        using var cut = new Recorder { StopAfter = stopAfter };
        _tiny.Train(With(atBorder), "cut", cut, cut.Token);
        using var rest = new Recorder();
        using (var run = _tiny.Resume("cut", listener: rest))
            run.Run(CancellationToken.None);

        AssertSameEnd("whole", "cut");
        Assert.Equal(whole.Phases, cut.Phases.Concat(rest.Phases));
        Assert.Equal(PhaseLines("whole"), PhaseLines("cut"));
    }

    [Theory]
    [InlineData(StateAtBorder.Reset, 4)]
    [InlineData(StateAtBorder.Reset, 6)]
    [InlineData(StateAtBorder.Reset, 8)]
    [InlineData(StateAtBorder.Keep, 6)]
    [InlineData(StateAtBorder.Keep, 12)]
    public void A_run_killed_around_the_border_ends_with_the_same_bits_and_logs_each_phase_once(StateAtBorder atBorder, int lastCheckpoint)
    {
        _tiny.Train(With(atBorder), "whole");
        _tiny.Train(With(atBorder), "killed");
        // What a kill leaves: the logs of all that happened, and the checkpoints up to a step.
        foreach (var later in Enumerable.Range(lastCheckpoint + 1, 12 - lastCheckpoint))
            Directory.Delete(_tiny.Folder($"killed/checkpoints/step-{later}"), recursive: true);
        File.Delete(_tiny.Folder("killed/DONE"));

        using (var run = _tiny.Resume("killed"))
            run.Run(CancellationToken.None);

        AssertSameEnd("whole", "killed");
        Assert.Equal(PhaseLines("whole"), PhaseLines("killed"));
    }

    [Fact]
    public void A_frozen_parameter_that_was_changed_in_a_checkpoint_is_found_at_the_end_of_the_phase()
    {
        using var cut = new Recorder { StopAfter = 3 };
        _tiny.Train(With(StateAtBorder.Reset), "run", cut, cut.Token);
        var state = _tiny.Folder("run/checkpoints/step-3/state.json");
        var node = JsonNode.Parse(File.ReadAllText(state))!;
        var hash = (string)node["frozenHash"]!;
        node["frozenHash"] = new string('0', 64);
        File.WriteAllText(state, node.ToJsonString());
        var manifest = _tiny.Folder("run/checkpoints/step-3/manifest.json");
        var files = JsonNode.Parse(File.ReadAllText(manifest))!;
        files["files"]!["state.json"] = Hashes.Sha256OfFile(state);
        File.WriteAllText(manifest, files.ToJsonString());

        using var run = _tiny.Resume("run");
        var error = Assert.Throws<InvalidOperationException>(() => run.Run(CancellationToken.None));

        Assert.Contains($"their SHA-256 was {new string('0', 64)}, and is {hash}.", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _tiny.Dispose();

    private void AssertSameEnd(string expected, string actual)
    {
        foreach (var file in new[] { "model.safetensors", "optimizer.safetensors", "sampler.json" })
            Assert.Equal(Hashes.Sha256OfFile(_tiny.Folder($"{expected}/checkpoints/step-12/{file}")), Hashes.Sha256OfFile(_tiny.Folder($"{actual}/checkpoints/step-12/{file}")));
    }

    private List<string> PhaseLines(string run) =>
        [.. File.ReadLines(_tiny.Folder($"{run}/metrics.jsonl")).Where(line => (string?)JsonNode.Parse(line)!["kind"] == "phase")];

    private RunOptions With(StateAtBorder atBorder) => _tiny.Options with
    {
        Model = _tiny.Options.Model with { Positions = PositionEncoding.SinusoidalTrainable },
        Optimizer = _tiny.Options.Optimizer with { AverageDecay = 0.8 },
        Training = _tiny.Options.Training with
        {
            CheckpointSteps = 1,
            KeepCheckpoints = 20,
            Phases =
            [
                new PhaseOptions { Name = "embeddings", Trainable = Trainable.Embeddings },
                new PhaseOptions { OptimizerState = atBorder, Optimizer = _tiny.Options.Optimizer with { Kind = OptimizerKind.AdamW, WeightDecay = 0.1, AverageDecay = 0.8 } },
            ],
        },
    };
}
