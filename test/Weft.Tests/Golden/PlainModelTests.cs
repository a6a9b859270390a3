using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runtime.Safetensors;
using Weft.Tests.Support;
using Weft.Training;
using static TorchSharp.torch;

namespace Weft.Tests.Golden;

/// <summary>docs/formats.md suffices to work out what a model predicts: a program that was written from it agrees.</summary>
public sealed class PlainModelTests : IDisposable
{
    private static readonly int[] Ids = [3, 1, 10, 4, 4, 0, 7];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => new(Models.Keys);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_program_written_from_the_documentation_predicts_the_same(string kind)
    {
        using var model = TinyModels.Create(Models[kind]);
        using (no_grad())
        {
            // No number that starts at zero or one may hide a mistake.
            foreach (var parameter in model.parameters())
                parameter.add_(randn_like(parameter) * 0.2);
        }
        model.Weights.UpdateWorkingCopies();
        var file = _folder.File("model.safetensors");
        using (var stream = File.Create(file))
            SafetensorsFile.Write(stream, model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));

        AssertSame(model, new PlainModel(new PlainTensors(file), Options(model)));
    }

    [Fact]
    public void Of_a_trained_run_its_files_suffice()
    {
        using var training = new TinyTraining();
        var options = training.Options;
        training.Train(options with { Model = options.Model with { Biases = false, Activation = Activation.GeluTanh } }, "run");
        using var trained = LoadedModel.Open(training.Folder("run"), "last");

        var config = JsonNode.Parse(File.ReadAllText(trained.Folder.ConfigFile))!["model"]!.AsObject();
        var file = Path.Combine(trained.Folder.Checkpoints, "step-12", "model.safetensors");

        trained.Model.eval();
        AssertSame(trained.Model, new PlainModel(new PlainTensors(file), config));
    }

    [Fact]
    public void Without_biases_layers_and_norms_have_weights_alone()
    {
        using var model = TinyModels.Create(Models["small, no biases"]);

        Assert.All(model.named_parameters(), parameter => Assert.True(
            !parameter.name.EndsWith("bias", StringComparison.Ordinal) || parameter.name == "decoder_bias", parameter.name));
        Assert.Contains(model.named_parameters(), parameter => parameter.name == "layers.0.norm1.weight");
    }

    public void Dispose()
    {
        _folder.Dispose();
        _scope.Dispose();
    }

    private static Dictionary<string, ModelOptions> Models { get; } = new(StringComparer.Ordinal)
    {
        ["reference"] = TinyModels.PostNorm,
        ["method"] = TinyModels.PostNorm with { Positions = PositionEncoding.SinusoidalTrainable },
        ["small"] = TinyModels.PreNorm,
        ["small, no biases"] = TinyModels.PreNorm with { Biases = false },
        ["small, gelu-tanh"] = TinyModels.PreNorm with { Activation = Activation.GeluTanh, ScaleEmbedding = false },
        ["learned"] = TinyModels.PreNorm with { Positions = PositionEncoding.Learned, TieEmbeddings = false },
        ["projected"] = TinyModels.PostNorm with { EmbeddingDimension = 6 },
        ["projected, tied"] = TinyModels.PreNorm with { EmbeddingDimension = 6 },
        ["adaptive"] = TinyModels.Adaptive(TinyModels.PostNorm),
        ["adaptive, tied"] = TinyModels.Adaptive(TinyModels.PreNorm, divisor: 2),
        ["adaptive, tied, divisor 1"] = TinyModels.Adaptive(TinyModels.PreNorm, divisor: 1),
    };

    private static JsonObject Options(TransformerLanguageModel model) =>
        JsonSerializer.SerializeToNode(model.Options, WeftJson.OneLine)!.AsObject();

    private static void AssertSame(TransformerLanguageModel model, PlainModel plain)
    {
        using var frozen = no_grad();
        var expected = plain.LogProbabilities(Ids);
        var actual = model.Logits(model.Hidden(tensor(Ids).to(ScalarType.Int64).unsqueeze(0))).log_softmax(-1)[0];
        Assert.Equal(expected.Length, actual.shape[0]);
        Assert.Equal(expected[0].Length, actual.shape[1]);
        for (var position = 0; position < expected.Length; position++)
        {
            for (var token = 0; token < expected[position].Length; token++)
                Assert.Equal(expected[position][token], actual[position, token].item<float>(), 1e-4 * Math.Max(1, Math.Abs(expected[position][token])));
        }
    }
}
