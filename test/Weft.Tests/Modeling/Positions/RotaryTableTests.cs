using Weft.Modeling.Attention;
using Weft.Modeling.Positions;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Positions;

public class RotaryTableTests
{
    private const int Head = 6;

    [Fact]
    public void A_pair_turns_by_its_frequency_times_the_position()
    {
        using var scope = NewDisposeScope();
        using var table = new RotaryTable(20, 4, CPU);
        // Pairs are (0, 2) at frequency 1 and (1, 3) at 0.01; the third position.
        var turned = Rotate(table, tensor(new[] { 1f, 0f, 0f, 1f }, [1, 1, 1, 4]), at: 3).data<float>().ToArray();

        float[] expected = [-0.9899925f, -0.0299955f, 0.1411200f, 0.9995500f]; // cos 3, -sin 0.03, sin 3, cos 0.03
        Assert.All(expected.Zip(turned), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void Scores_depend_on_the_distance_alone()
    {
        using var scope = NewDisposeScope();
        using var table = new RotaryTable(64, Head, CPU);
        random.manual_seed(4);
        var (query, key) = (randn(1, 1, 1, Head), randn(1, 1, 1, Head));
        float Score(int queryAt, int keyAt) => (Rotate(table, query, queryAt) * Rotate(table, key, keyAt)).sum().item<float>();

        Assert.All(Enumerable.Range(0, 50), shift => Assert.Equal(Score(7, 3), Score(7 + shift, 3 + shift), 1e-5f));
        Assert.True(Math.Abs(Score(7, 3) - Score(8, 3)) > 1e-3f);
    }

    [Fact]
    public void Turning_keeps_the_length()
    {
        using var scope = NewDisposeScope();
        using var table = new RotaryTable(64, Head, CPU);
        var input = randn(2, 3, 5, Head);

        Assert.True(allclose(input.norm(-1), Rotate(table, input, at: 9).norm(-1), 1e-5, 1e-6));
    }

    private static Tensor Rotate(RotaryTable table, Tensor input, int at) => table.Rotate(input, new TokenPositions(input[TensorIndex.Colon, 0], at, starts: null));
}
