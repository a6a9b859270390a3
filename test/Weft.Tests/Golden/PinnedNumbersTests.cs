using TorchSharp;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Kernels.Layers;
using Weft.Modeling;
using Weft.Runtime;
using Weft.Sampling.Structures;
using Weft.Tests.Support;

namespace Weft.Tests.Golden;

/// <summary>
/// What a seed gives. Whoever changes one of these numbers changes every run that was ever saved: it goes on with other samples, masks or
/// weights than it began with. They are the numbers of version 0.1.
/// </summary>
public class PinnedNumbersTests
{
    [Fact]
    public void Random_streams()
    {
        var stream = RandomStream.For(1, "order", 3);

        Assert.Equal((15559781749662565771, 10980231238768154306), (stream.NextUInt64(), stream.NextUInt64()));
        Assert.Equal((0.52500493348935784, 539), (stream.NextDouble(), stream.NextInt32(1000)));
    }

    [Fact]
    public void The_order_of_an_epoch()
    {
        var orders = new ChunkOrders(10, seed: 1);

        Assert.Equal("6 1 9 8 4 3 7 2 5 0 | 4 1 7 3 6 9 5 8 2 0", string.Join(" | ", Enumerable.Range(0, 2).Select(epoch => string.Join(' ', Enumerable.Range(0, 10).Select(i => orders[epoch][i])))));
    }

    [Fact]
    public void The_order_of_an_epoch_at_equal_distances()
    {
        var (orders, ofNeighbours) = (new ChunkOrders(10, seed: 1, jitter: 0.4), new ChunkOrders(20, seed: 1, batchOfNeighbours: 2, jitter: 1));

        Assert.Equal("2 9 0 6 5 3 4 8 7 1 | 2 6 0 9 4 5 3 8 7 1", string.Join(" | ", Enumerable.Range(0, 2).Select(epoch => string.Join(' ', Enumerable.Range(0, 10).Select(i => orders[epoch][i])))));
        Assert.Equal(
            "12 15 10 4 14 13 1 7 5 2 16 17 19 11 9 6 0 18 3 8 | 12 14 7 4 13 15 1 10 19 11 16 17 6 9 5 2 18 3 8 0",
            string.Join(" | ", Enumerable.Range(0, 2).Select(epoch => string.Join(' ', Enumerable.Range(0, 20).Select(i => ofNeighbours[epoch][i])))));
    }

    [Fact]
    public void Where_windows_begin()
    {
        var tokens = new MemoryTokens(new int[1000]);

        Assert.Equal([63, 44, 63, 53, 60], Enumerable.Range(0, 5).Select(epoch => new ShiftedChunks(tokens, 64, 0, seed: 1).OffsetOf(epoch)));
        Assert.Equal([62L, 277, 134, 673, 157], Enumerable.Range(0, 5).Select(chunk => new RandomChunks(tokens, 64, 0, seed: 1).RangeOf(0, chunk).Begin));
    }

    [Fact]
    public void Which_words_are_taken_out()
    {
        var ids = new long[16];
        new WordDropout([0.5], replacement: 1, seed: 1, key: 2).Apply(ids, 0);

        Assert.Equal("0111010111011000", string.Concat(ids));
    }

    [Fact]
    public void Which_elements_dropout_keeps()
    {
        var values = Enumerable.Repeat(1f, 32).ToArray();
        new DropoutMask(5, 0.5).Apply(values, 0);

        Assert.Equal("11000111100011111110000101001100", string.Concat(values.Select(value => value > 0 ? 1 : 0)));
    }

    [Fact]
    public void The_weights_that_a_model_starts_from()
    {
        torch.random.manual_seed((long)RandomStream.For(1, "weights").NextUInt64());
        using var model = new TransformerLanguageModel(TinyModels.PostNorm, TinyModels.Vocabulary, Precision.Float32, torch.CPU);

        double[] expected =
        [
            0.34335142, -0.48570192, 0.35286707, 0.42102474, -0.14362952, -0.22927485, 0.15104863, -0.01763199, 0.13078594, 0.12752196, -0.21762413, 0.05867496,
        ];
        string[] names = ["embedding.weight", "layers.0.attention.qkv.weight", "layers.1.up.weight"];
        var found = names.SelectMany(name => First(model, name)).ToList();
        Assert.Equal(expected.Length, found.Count);
        // How uniform numbers are rounded depends on the processor.
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    private static double[] First(TransformerLanguageModel model, string name)
    {
        using var scope = torch.NewDisposeScope();
        return model.named_parameters().Single(parameter => parameter.name == name).parameter.flatten()[..4].data<float>().Select(value => (double)value).ToArray();
    }
}
