using Weft.Foundation;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Runtime.Safetensors;
using Weft.Sampling;
using Weft.Tasks.LanguageModelling;
using Weft.Tests.Support;
using Weft.Training.Starting;
using static TorchSharp.torch;

namespace Weft.Tests.Training;

/// <summary>Two phases beside the same training written by hand, with autograd, TorchSharp's loss, clipping and Adam.</summary>
public sealed class PhaseTwinTests : IDisposable
{
    private const int Steps = 12;
    private const double Epsilon = 1e-4;

    private readonly TinyTraining _tiny = new();

    [Theory]
    [InlineData(StateAtBorder.Reset)]
    [InlineData(StateAtBorder.Keep)]
    public void Two_phases_train_what_a_training_by_hand_trains(StateAtBorder atBorder)
    {
        var options = With(atBorder);
        _tiny.Train(options, "run");
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Read(_tiny.Folder($"run/checkpoints/step-{Steps}/model.safetensors"));

        var expected = ByHand(options, atBorder);
        var others = ByHand(options, atBorder == StateAtBorder.Reset ? StateAtBorder.Keep : StateAtBorder.Reset);

        Assert.Equal(file.Names.Order(StringComparer.Ordinal), expected.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, values) in expected)
            Assert.InRange((file.Load(name) - values).abs().mean().item<float>(), 0, 1e-5);
        Assert.InRange((file.Load("embedding.weight") - others["embedding.weight"]).abs().mean().item<float>(), 1e-4, 1);
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions With(StateAtBorder atBorder)
    {
        var options = _tiny.Options;
        return options with
        {
            Model = options.Model with { Dropout = 0, Positions = PositionEncoding.SinusoidalTrainable },
            Schedule = new ScheduleOptions { PeakRate = 0.01 },
            // A large one, or the rounding of gradients of nearly nothing would become whole steps.
            Optimizer = options.Optimizer with { Epsilon = Epsilon },
            Training = options.Training with
            {
                Phases =
                [
                    new PhaseOptions { Name = "embeddings", Trainable = Trainable.Embeddings },
                    new PhaseOptions { Schedule = new ScheduleOptions { PeakRate = 0.002 }, OptimizerState = atBorder },
                ],
            },
        };
    }

    private Dictionary<string, Tensor> ByHand(RunOptions options, StateAtBorder atBorder)
    {
        using var store = _tiny.Corpora().Prepare(options.Data, CancellationToken.None).Store;
        random.manual_seed((long)RandomStream.For(options.Seed, "weights").NextUInt64());
        using var model = new TransformerLanguageModel(options.Model, store.Vocabulary.Count, Precision.Float32, CPU);
        var chunks = TokenChunks.Training(store, TaskSetups.SetupOf(options));
        var sampler = new UniformSampler(chunks.Count, options.Seed);
        var all = model.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        string[] names = ["embedding.weight", "positions"];
        var first = names.Select(name => all[name]).ToArray();
        var others = all.Where(named => !names.Contains(named.Key)).Select(named => named.Value).ToArray();
        using var ofFirst = optim.Adam(first, 0.01, eps: Epsilon);
        using var ofOthers = optim.Adam(others, 0.002, eps: Epsilon);
        using var anew = optim.Adam(first, 0.002, eps: Epsilon);
        model.train();
        for (var step = 0; step < Steps; step++)
        {
            foreach (var parameter in all.Values)
                parameter.grad?.zero_();
            var batch = chunks.Load(sampler.Next(options.Training.Batch, progress: 0).Examples);
            var logits = model.Logits(model.Hidden(batch)).flatten(0, 1);
            var loss = nn.functional.cross_entropy(logits, batch.Targets.flatten(), label_smoothing: options.Training.LabelSmoothing);
            Weft.Modeling.Differentiation.BackwardPass.Run(loss, ones_like(loss));
            var isFull = step >= Steps / 2;
            nn.utils.clip_grad_norm_(isFull ? all.Values : first, options.Optimizer.ClipNorm);
            if (isFull && atBorder == StateAtBorder.Keep)
                ofFirst.ParamGroups.First().LearningRate = 0.002;
            (isFull && atBorder == StateAtBorder.Reset ? anew : ofFirst).step();
            if (isFull)
                ofOthers.step();
        }
        return all.ToDictionary(named => named.Key, named => named.Value.detach().clone());
    }
}
