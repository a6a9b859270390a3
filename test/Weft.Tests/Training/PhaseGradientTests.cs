using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Runtime.Safetensors;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Training;

/// <summary>What a phase trains it trains as if it trained everything: what it leaves out changes nothing else.</summary>
public sealed class PhaseGradientTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Theory]
    [InlineData(Trainable.Embeddings, "", "full")]
    [InlineData(Trainable.Embeddings, "", "adaptive")]
    [InlineData(Trainable.Embeddings, "", "tied")]
    [InlineData(Trainable.EmbeddingsAndDecoder, "", "full")]
    [InlineData(Trainable.Named, "layers.1.*", "full")]
    [InlineData(Trainable.Named, "layers.0.up.weight", "adaptive")]
    [InlineData(Trainable.Named, "decoder_*", "full")]
    [InlineData(Trainable.Named, "decoder_*", "adaptive")]
    [InlineData(Trainable.Named, "embedding.weight *bias", "tied")]
    public void The_first_update_is_that_of_a_training_of_all_and_leaves_the_others_alone(Trainable trainable, string names, string model)
    {
        var (begin, all, some) = (Weights(Trainable.All, "", model, rate: 1e-30), Weights(Trainable.All, "", model), Weights(trainable, names, model));

        // A rate of almost nothing still moves zeros by it.
        var changed = some.Keys.Where(name => some[name].Zip(begin[name]).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-6)).ToList();
        Assert.NotEmpty(changed);
        Assert.NotEqual(some.Count, changed.Count);
        Assert.All(changed, name => Assert.Equal(all[name], some[name]));
    }

    public void Dispose() => _tiny.Dispose();

    /// <summary>The weights after an update without clipping, which would let each gradient change all updates.</summary>
    private Dictionary<string, float[]> Weights(Trainable trainable, string names, string model, double rate = 0.01)
    {
        var options = _tiny.Options;
        options = options with
        {
            Budget = new BudgetOptions { Steps = 1 },
            Schedule = new() { PeakRate = rate },
            Optimizer = options.Optimizer with { ClipNorm = 0 },
            Training = options.Training with
            {
                Phases = [new PhaseOptions { Trainable = trainable, Parameters = names.Split(' ', StringSplitOptions.RemoveEmptyEntries) }],
            },
            Model = options.Model with
            {
                Positions = PositionEncoding.SinusoidalTrainable,
                TieEmbeddings = model == "tied",
                Softmax = model == "adaptive" ? SoftmaxKind.Adaptive : SoftmaxKind.Full,
                Adaptive = new() { Cutoffs = [4, 8] },
            },
        };
        var run = $"{trainable}{names.Length}{model}{rate}";
        _tiny.Train(options, run);
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Read(_tiny.Folder(run + "/checkpoints/step-1/model.safetensors"));
        return file.Names.ToDictionary(name => name, name => file.Load(name).data<float>().ToArray());
    }
}
