using Weft.Modeling.Attention;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling;

public class LanguageModelTests
{
    public static TheoryData<string> Kinds => ["post-norm", "pre-norm", "adaptive"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Shapes_are_batch_time_dimension_and_batch_time_vocabulary(string kind)
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Create(TinyModels.Named(kind));
        var hidden = model.Hidden(Ids(3, 7));

        Assert.Equal([3, 7, 16], hidden.shape);
        Assert.Equal([3, 7, TinyModels.Vocabulary], model.Logits(hidden).shape);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_later_token_does_not_change_earlier_states_and_changes_its_own(string kind)
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Create(TinyModels.Named(kind));
        var ids = Ids(1, 9);
        var changed = ids.clone();
        changed[0, 5] = (ids[0, 5] + 1) % TinyModels.Vocabulary;

        var difference = (model.Hidden(ids) - model.Hidden(changed)).abs().amax(-1)[0].data<float>().ToArray();

        Assert.All(difference[..5], value => Assert.Equal(0, value));
        Assert.All(difference[5..], value => Assert.True(value > 1e-4f));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_order_of_tokens_matters(string kind)
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Create(TinyModels.Named(kind));
        long[] forth = [1, 2, 3, 4], back = [2, 1, 3, 4];

        var difference = model.Hidden(tensor(forth, [1, 4]))[0, -1] - model.Hidden(tensor(back, [1, 4]))[0, -1];

        Assert.True(difference.abs().max().item<float>() > 1e-4f);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reading_token_by_token_with_the_cache_gives_the_whole_reading(string kind)
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Create(TinyModels.Named(kind));
        var ids = Ids(2, 10);
        using var cache = new KeyValueCache(2);
        // The first three at once, then one after the other, then three behind a past.
        var parts = new[] { (0, 3), (3, 1), (4, 1), (5, 1), (6, 1), (7, 3) }.Select(part => model.Hidden(ids.narrow(1, part.Item1, part.Item2), cache)).ToList();

        Assert.Equal(10, cache.Length);
        Assert.True((cat(parts, dim: 1) - model.Hidden(ids)).abs().max().item<float>() < 1e-5f);
    }

    [Fact]
    public void A_text_beyond_the_positions_is_refused()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Create(TinyModels.PostNorm with { MaximumPositions = 8 });

        var error = Assert.Throws<ArgumentException>(() => model.Hidden(Ids(1, 9)));

        Assert.Equal("The text has 9 tokens; model.maximumPositions is 8.", error.Message);
    }

    [Fact]
    public void Weights_start_as_the_options_say()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm with { InitialRange = 0.1 }, vocabulary: 500);
        foreach (var weight in new[] { model.EmbeddingWeight, model.get_parameter("decoder_weight")! })
        {
            Assert.InRange(weight.abs().max().item<float>(), 0.099f, 0.1f);
            // A uniform distribution's deviation is its half width over the root of three.
            Assert.Equal(0.1 / Math.Sqrt(3), weight.std().item<float>(), 0.002);
        }
        Assert.Equal(0, model.get_parameter("decoder_bias")!.abs().max().item<float>());
    }

    private static Tensor Ids(int batch, int time)
    {
        random.manual_seed(2);
        return randint(0, TinyModels.Vocabulary, [batch, time], dtype: ScalarType.Int64);
    }
}
