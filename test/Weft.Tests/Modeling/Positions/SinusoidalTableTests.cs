using TorchSharp;
using Weft.Modeling.Attention;
using Weft.Modeling.Positions;

namespace Weft.Tests.Modeling.Positions;

public class SinusoidalTableTests
{
    // Dimension 4: frequencies 1 and 10,000^(-2/4) = 0.01.
    [Theory]
    [InlineData(0, new[] { 0f, 1f, 0f, 1f })]
    [InlineData(1, new[] { 0.8414710f, 0.5403023f, 0.0099998f, 0.9999500f })]
    [InlineData(3, new[] { 0.1411200f, -0.9899925f, 0.0299955f, 0.9995500f })]
    public void Rows_are_those_of_the_paper(int position, float[] expected)
    {
        using var scope = torch.NewDisposeScope();
        using var table = new SinusoidalTable(10, 4, torch.CPU);

        var row = table.Rows(new TokenPositions(torch.zeros(1, 1, 4), position, starts: null)).contiguous().data<float>().ToArray();

        Assert.All(expected.Zip(row), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }
}
