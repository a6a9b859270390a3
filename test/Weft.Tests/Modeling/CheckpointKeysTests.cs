using Weft.Modeling;
using Weft.Tests.Support;

namespace Weft.Tests.Modeling;

/// <summary>The names in a checkpoint: changing one makes every saved model unreadable.</summary>
public class CheckpointKeysTests
{
    private static readonly string[] LayerKeys =
    [
        "attention.output.bias", "attention.output.weight", "attention.qkv.bias", "attention.qkv.weight",
        "down.bias", "down.weight", "norm1.bias", "norm1.weight", "norm2.bias", "norm2.weight", "up.bias", "up.weight",
    ];

    [Fact]
    public void The_reference_model_has_these_keys()
    {
        using var model = TinyModels.Create(new ModelOptions());

        Assert.Equal([.. Layers(2), "decoder_bias", "decoder_weight", "embedding.weight"], KeysOf(model));
    }

    [Fact]
    public void A_tied_pre_norm_model_has_a_last_norm_and_no_decoder_weight()
    {
        using var model = TinyModels.Create(TinyModels.PreNorm);

        Assert.Equal([.. Layers(2), "decoder_bias", "embedding.weight", "norm.bias", "norm.weight"], KeysOf(model));
    }

    [Fact]
    public void Tables_of_positions_are_not_saved()
    {
        using var model = TinyModels.Create(TinyModels.PreNorm);

        Assert.Empty(model.named_buffers());
    }

    private static IEnumerable<string> Layers(int count) =>
        Enumerable.Range(0, count).SelectMany(layer => LayerKeys.Select(key => $"layers.{layer}.{key}"));

    private static IEnumerable<string> KeysOf(TransformerLanguageModel model)
    {
        var keys = model.named_parameters().Select(parameter => parameter.name).ToList();
        return keys.OrderBy(key => !key.StartsWith("layers.", StringComparison.Ordinal)).ThenBy(key => key, StringComparer.Ordinal);
    }
}
