using System.Text.Json.Nodes;
using TorchSharp;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Runs.State;
using Weft.Runtime.Safetensors;
using Weft.Tests.Support;
using Weft.Training.Planning;

namespace Weft.Tests.Training.Planning;

public sealed class PhaseTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Theory]
    [InlineData(Trainable.Embeddings, false, "embedding.weight positions")]
    [InlineData(Trainable.Embeddings, true, "embedding.weight positions")]
    [InlineData(Trainable.EmbeddingsAndDecoder, false, "decoder_bias decoder_weight embedding.weight positions")]
    public void A_phase_changes_just_what_it_trains(Trainable trainable, bool isTied, string expected)
    {
        var options = With(trainable) with { Model = _tiny.Options.Model with { TieEmbeddings = isTied, Positions = PositionEncoding.Learned } };
        options = options with { Training = options.Training with { CheckpointSteps = 1, KeepCheckpoints = 20 } };
        _tiny.Train(options, "run");

        var (before, after) = (Weights(1), Weights(6));

        Assert.Equal(expected.Split(' '), before.Keys.Where(name => !before[name].SequenceEqual(after[name])).Order(StringComparer.Ordinal));
        Assert.All(after.Keys.Where(name => name.StartsWith("layers.", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal)), name =>
            Assert.NotEqual(after[name], Weights(12)[name]));
    }

    [Fact]
    public void Frozen_parameters_have_the_same_hash_at_both_ends_and_it_is_written_down()
    {
        using var recorder = new Recorder();
        _tiny.Train(With(Trainable.Embeddings), "run", recorder);

        var (first, second) = (recorder.Phases[0], recorder.Phases[1]);
        Assert.Equal((6, "embeddings"), (first.Step, first.Phase));
        Assert.Equal(64, first.FrozenHash!.Length);
        Assert.Equal((12, 0, null), (second.Step, second.Frozen, second.FrozenHash));
        Assert.Equal(second.Trained, first.Trained + first.Frozen);
        var lines = File.ReadLines(_tiny.Folder("run/metrics.jsonl")).Select(line => JsonNode.Parse(line)!);
        Assert.Equal(first.FrozenHash, (string?)lines.First(line => (string?)line["kind"] == "phase")["frozenHash"]);
    }

    [Fact]
    public void A_frozen_parameter_that_changes_ends_the_training()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);
        var options = With(Trainable.Embeddings);
        var plan = new TrainingPlan(options, 1000);
        using var optimizer = new Optimizer(model.Weights, plan.Optimizers);
        using var recorder = new Recorder();
        var border = new PhaseBorder(model, optimizer, plan, recorder);
        var state = border.Enter(new TrainingState(), plan[0]);
        using (torch.no_grad())
            model.Stack.Layers.First().Down.Bias!.add_(1e-6f);

        var error = Assert.Throws<InvalidOperationException>(() => border.Enter(state, plan[1]));

        Assert.Contains("embeddings was not to train", error.Message, StringComparison.Ordinal);
        Assert.Empty(recorder.Phases);
    }

    [Theory]
    [InlineData(StateAtBorder.Reset, 6)]
    [InlineData(StateAtBorder.Keep, 12)]
    public void The_optimizers_state_is_reset_or_kept_at_the_border(StateAtBorder atBorder, int updates)
    {
        _tiny.Train(With(Trainable.Embeddings, atBorder), "run");

        using var file = SafetensorsFile.Read(_tiny.Folder("run/checkpoints/step-12/optimizer.safetensors"));
        Assert.Equal(updates, file.Load("embedding.weight.updates").item<long>());
        Assert.Equal(6, file.Load("layers.0.up.weight.updates").item<long>());
    }

    [Fact]
    public void A_training_out_of_patience_does_not_begin_another_phase()
    {
        var options = With(Trainable.Embeddings);
        using var recorder = new Recorder();
        var summary = _tiny.Train(
            options with
            {
                Schedule = options.Schedule with { PeakRate = 1e-30 },
                Evaluation = options.Evaluation with { EverySteps = 1, Patience = 2 },
            },
            "run", recorder);

        Assert.Equal(3, summary.Steps);
        Assert.Equal(["embeddings"], recorder.Phases.Select(phase => phase.Phase));
    }

    [Fact]
    public void What_a_phase_does_not_say_of_its_optimizer_is_the_runs()
    {
        var tree = new OptionTree();
        tree.SetAssignment("optimizer.beta2=0.5");
        tree.SetAssignment("""training.phases=[{ "name": "a", "optimizer": { "kind": "sgd" }, "schedule": { "peakRate": 7 } }, { "name": "b" }]""");

        var phases = tree.Build().Training.Phases;

        Assert.Equal((OptimizerKind.Sgd, 0.5), (phases[0].Optimizer!.Kind, phases[0].Optimizer!.Beta2));
        Assert.Equal((7, "linear"), (phases[0].Schedule!.PeakRate, phases[0].Schedule!.Shape.ToString().ToLowerInvariant()));
        Assert.Null(phases[1].Optimizer);
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions With(Trainable trainable, StateAtBorder atBorder = StateAtBorder.Reset) => _tiny.Options with
    {
        Training = _tiny.Options.Training with
        {
            Phases = [new PhaseOptions { Name = "embeddings", Trainable = trainable }, new PhaseOptions { OptimizerState = atBorder }],
        },
    };

    private Dictionary<string, float[]> Weights(int step)
    {
        using var scope = torch.NewDisposeScope();
        using var file = SafetensorsFile.Read(_tiny.Folder($"run/checkpoints/step-{step}/model.safetensors"));
        return file.Names.ToDictionary(name => name, name => file.Load(name).data<float>().ToArray());
    }
}
