using Weft.Bench.Measuring;
using Weft.Modeling;
using Weft.Runtime;

namespace Weft.Tests.Bench;

public class ModelFlopsTests
{
    private static readonly ModelOptions Model = new() { Dimension = 4, Layers = 2, Heads = 2, FeedForward = 8 };

    [Fact]
    public void A_case_by_hand()
    {
        // A layer: 4 matrices of 4 x 4 and 2 of 4 x 8 are 128 weights; two layers and a decoder of 4 x 10 are 296, each taken 6 times.
        // Attention: 12 * 2 layers * 4 wide * (1 + 2 + 3) / 3 keys = 192.
        Assert.Equal(296, ModelFlops.WeightsInProducts(Model, vocabulary: 10));
        Assert.Equal(6 * 296 + 192, ModelFlops.PerToken(Model, vocabulary: 10, context: 3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    public void It_is_the_count_of_every_product_of_a_context(int context)
    {
        var (d, ff, vocabulary) = (Model.Dimension, Model.FeedForward, 10);
        (int Rows, int Columns)[] matrices = [(d, 3 * d), (d, d), (d, ff), (ff, d)];
        var forward = 0L;
        for (var token = 1; token <= context; token++)
        {
            for (var layer = 0; layer < Model.Layers; layer++)
            {
                foreach (var (rows, columns) in matrices)
                    forward += 2 * rows * columns;
                for (var key = 1; key <= token; key++)
                    forward += 2 * d + 2 * d; // its score, and adding its value
            }
            forward += 2 * d * vocabulary;
        }

        // Backward, the gradient of each factor of a product is a product of the same size.
        Assert.Equal(3.0 * forward / context, ModelFlops.PerToken(Model, vocabulary, context), 6);
    }

    [Fact]
    public void An_encoders_tokens_see_all_of_their_text()
    {
        // Two layers of 128 weights, each taken 6 times; 12 * 2 layers * 4 wide * 5 keys.
        Assert.Equal(6 * 256 + 480, ModelFlops.PerTokenOfEncoder(Model, seen: 5));
    }

    [Fact]
    public void Utilisation_is_the_arithmetic_over_what_the_machine_could_do()
    {
        // 1,968 operations a token, 1,000,000 tokens a second: 1.968 GFLOP/s.
        var share = Utilisation.Of(1e6, 1968, new MatrixSpeed(Float32: 19.68, BFloat16: 39.36));

        Assert.Equal(0.05, share.BFloat16!.Value, 12);
        Assert.Equal(0.1, share.Float32, 12);
        Assert.Null(Utilisation.Of(1e6, 1968, new MatrixSpeed(19.68, 0)).BFloat16);
        Assert.Null(Utilisation.Of(1e6, 1968, new MatrixSpeed(19.68, 1)).BFloat16);
    }
}
