using TorchSharp;
using Weft.Runtime.Safetensors;
using Weft.Runtime.Tensors;
using Weft.Tests.Support;

namespace Weft.Tests.Runtime.Tensors;

public class FiniteNumbersTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void One_number_among_many_is_found_wherever_it_is(float other)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        foreach (var place in new[] { 0, 1, 63, 500, 1000 })
        {
            var tensor = torch.zeros(7, 143);
            Assert.True(FiniteNumbers.AreAll(tensor));
            Assert.True(FiniteNumbers.AreAll(torch.zeros(0)));
            tensor.view(-1)[place] = other;
            Assert.False(FiniteNumbers.AreAll(tensor));
            // Not contiguous: another way.
            Assert.False(FiniteNumbers.AreAll(tensor.t()));
            Assert.Equal("b", FiniteNumbers.FirstOther([("a", torch.ones(3)), ("b", tensor), ("c", tensor)]));

            using (var file = File.Create(folder.File("x")))
                SafetensorsFile.Write(file, [("a", torch.ones(300_000)), ("counts", torch.tensor(new long[] { -1 })), ("z", tensor)]);
            using var read = SafetensorsFile.Read(folder.File("x"));
            Assert.Equal("z", read.FirstNotFinite());
        }
    }

    [Fact]
    public void Large_numbers_and_whole_ones_are_finite()
    {
        using var scope = torch.NewDisposeScope();

        Assert.True(FiniteNumbers.AreAll(torch.tensor(new[] { float.MaxValue, float.MinValue, float.Epsilon })));
        Assert.True(FiniteNumbers.AreAll(torch.tensor(new[] { long.MaxValue })));
        Assert.Null(FiniteNumbers.FirstOther([("a", torch.ones(3))]));
    }
}
