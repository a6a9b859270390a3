using Weft.Data;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runtime;
using Weft.Runtime.Safetensors;
using Weft.Sampling;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training.Options;
using static TorchSharp.torch;

namespace Weft.Tests.Training;

/// <summary>Two phases beside the same training written by hand, with autograd, TorchSharp's loss, clipping and Adam.</summary>
public sealed class PhaseTwinTests : IDisposable
{
    private const int Steps = 12;

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

        var expected = ByHand(options);

        Assert.Equal(file.Names.Order(StringComparer.Ordinal), expected.Keys.Order(StringComparer.Ordinal));
        // Adam divides each gradient by itself, so that the smallest ones' rounding becomes steps: means agree closely, single numbers less.
        foreach (var (name, values) in expected)
            Assert.InRange((file.Load(name) - values).abs().mean().item<float>(), 0, 2e-5);
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions With(StateAtBorder atBorder)
    {
        var options = _tiny.Options;
        return options with
        {
            Model = options.Model with { Dropout = 0, Positions = PositionEncoding.SinusoidalTrainable },
            Schedule = new ScheduleOptions { PeakRate = 0.01 },
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

    private Dictionary<string, Tensor> ByHand(RunOptions options)
    {
        using var store = _tiny.Corpora().Prepare(options.Data, CancellationToken.None).Store;
        random.manual_seed((long)RandomStream.For(options.Seed, "weights").NextUInt64());
        using var model = new TransformerLanguageModel(options.Model, store.Vocabulary.Count, Precision.Float32, CPU);
        var loader = new BatchLoader(new ChunkSet(store[Split.Train], options.Training.Context, store.Vocabulary.EndOfTextId), CPU);
        var sampler = new UniformSampler(loader.Chunks, options.Seed);
        var all = model.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        var (first, others) = (new[] { all["embedding.weight"], all["positions"] }, all.Values.Where(p => !ReferenceEquals(p, all["embedding.weight"]) && !ReferenceEquals(p, all["positions"])).ToArray());
        using var ofFirst = optim.Adam(first, 0.01);
        using var ofOthers = optim.Adam(others, 0.002);
        using var anew = optim.Adam(first, 0.002);
        model.train();
        for (var step = 0; step < Steps; step++)
        {
            foreach (var parameter in all.Values)
                parameter.grad?.zero_();
            var batch = loader.Load(sampler.Next(options.Training.Batch));
            var logits = model.Logits(model.Hidden(batch.Ids)).flatten(0, 1);
            var loss = nn.functional.cross_entropy(logits, batch.Targets.flatten(), label_smoothing: options.Training.LabelSmoothing);
            Weft.Modeling.Differentiation.BackwardPass.Run(loss, ones_like(loss));
            var isFull = step >= Steps / 2;
            nn.utils.clip_grad_norm_(isFull ? all.Values : first, options.Optimizer.ClipNorm);
            if (isFull && options.Training.Phases[1].OptimizerState == StateAtBorder.Keep)
                ofFirst.ParamGroups.First().LearningRate = 0.002;
            (isFull && options.Training.Phases[1].OptimizerState == StateAtBorder.Reset ? anew : ofFirst).step();
            if (isFull)
                ofOthers.step();
        }
        return all.ToDictionary(named => named.Key, named => named.Value.detach().clone());
    }
}
