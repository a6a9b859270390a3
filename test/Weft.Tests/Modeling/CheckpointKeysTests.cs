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
    public void An_adaptive_softmax_has_a_head_and_tails()
    {
        using var model = TinyModels.Create(TinyModels.Adaptive(new ModelOptions()));

        Assert.Equal(
            [
                .. Layers(2), "decoder_head_bias", "decoder_head_weight", "decoder_tail1_bias", "decoder_tail1_projection", "decoder_tail1_weight",
                "decoder_tail2_bias", "decoder_tail2_projection", "decoder_tail2_weight", "embedding.weight",
            ],
            KeysOf(model));
    }

    [Theory]
    [InlineData(2, new[] { "decoder_tail1_weight", "decoder_tail2_weight" })]
    [InlineData(1, new string[0])]
    public void A_tied_adaptive_softmax_has_weights_for_its_tails_and_of_these_only_narrow_ones(int divisor, string[] weights)
    {
        using var model = TinyModels.Create(TinyModels.Adaptive(TinyModels.PreNorm, divisor));

        Assert.Equal(["decoder_head_tails", .. weights], KeysOf(model).Where(key => key.StartsWith("decoder", StringComparison.Ordinal) && !key.EndsWith("bias", StringComparison.Ordinal) && !key.EndsWith("projection", StringComparison.Ordinal)));
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
