using System.Text.Json.Nodes;
using TorchSharp;
using Weft.Optimization;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Runtime.Safetensors;
using Weft.Tests.Modeling.Parameters;
using Weft.Tests.Support;
using Weft.Training;

namespace Weft.Tests.Training;

/// <summary>What a checkpoint holds with settings that change it.</summary>
public sealed class ResumedSettingsTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void A_parameter_that_an_earlier_phase_froze_has_fewer_updates()
    {
        _tiny.Train(With("phases"), "run");

        using var scope = torch.NewDisposeScope();
        using var state = SafetensorsFile.Read(_tiny.Folder("run/checkpoints/step-12/optimizer.safetensors"));
        Assert.Equal(12, state.Load("embedding.weight.updates").item<long>());
        Assert.Equal(4, state.Load("layers.0.up.weight.updates").item<long>());
    }

    [Fact]
    public void Averages_are_saved_and_differ_from_the_weights()
    {
        _tiny.Train(With("averaged"), "run");

        using var scope = torch.NewDisposeScope();
        using var state = SafetensorsFile.Read(_tiny.Folder("run/checkpoints/step-12/optimizer.safetensors"));
        using var model = SafetensorsFile.Read(_tiny.Folder("run/checkpoints/step-12/model.safetensors"));
        foreach (var name in model.Names)
        {
            var (average, weights) = (state.Load(name + ".average"), model.Load(name));
            Assert.Equal(weights.shape, average.shape);
            Assert.InRange((average - weights).abs().max().item<float>(), 1e-5f, 0.2f);
        }
    }

    [Fact]
    public void A_restored_model_has_fresh_working_copies()
    {
        _tiny.Train(With("bfloat16"), "run");

        using var scope = torch.NewDisposeScope();
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "last");

        Assert.Equal(torch.ScalarType.BFloat16, trained.Model.ProductType);
        WorkingCopyTests.AssertFresh(trained.Model);
    }

    [Fact]
    public void A_run_from_before_there_were_kinds_of_optimizers_goes_on_with_AdamW()
    {
        var options = _tiny.Options with { Optimizer = _tiny.Options.Optimizer with { Kind = OptimizerKind.AdamW, WeightDecay = 0.1 } };
        _tiny.Train(options, "run");
        var file = Path.Combine(_tiny.Folder("run"), "config.json");
        var config = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        Assert.True(config["optimizer"]!.AsObject().Remove("kind"));
        File.WriteAllText(file, config.ToJsonString());

        Assert.Equal(OptimizerKind.AdamW, RunFolder.Open(_tiny.Folder("run")).ReadOptions().Optimizer.Kind);
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions With(string settings)
    {
        var options = _tiny.Options;
        return settings switch
        {
            "averaged" => options with { Optimizer = options.Optimizer with { AverageDecay = 0.9 } },
            "bfloat16" => options with { Runtime = options.Runtime with { Precision = Precision.BFloat16 } },
            _ => options with
            {
                Training = options.Training with
                {
                    Phases = [new PhaseOptions { Name = "embeddings", Trainable = Trainable.Embeddings, Share = 2 }, new PhaseOptions { OptimizerState = StateAtBorder.Keep }],
                },
            },
        };
    }
}
