using System.Runtime.InteropServices;
using Weft.Foundation;
using Weft.Foundation.Counting;
using Weft.Tests.Support;
using Weft.Text.Vectors.Learning;

namespace Weft.Tests.Text.Vectors.Learning;

public sealed class GloVeModelTests : IDisposable
{
    private const int Words = 12;
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(50)]
    [InlineData(16)]
    [InlineData(3)]
    public void A_pass_is_that_of_a_plain_scalar_twin(int dimension)
    {
        var options = new GloVeOptions { Dimension = dimension, Seed = 3 };
        var (model, plain) = (new GloVeModel(Words, dimension, 3), new PlainGloVe(Words, dimension, 3));
        var pairs = Pairs(400);
        var path = Write(pairs, options);

        var cost = new GloVeTrainer(model, path, options).Pass();
        var expected = pairs.Sum(pair => plain.Update(pair.First, pair.Second, pair.Count, options)) / pairs.Count;

        Assert.Equal(1, cost / expected, 4);
        var sum = new float[dimension];
        for (var word = 0; word < Words; word++)
        {
            model.CopySum(word, sum);
            Assert.All(plain.Sum(word).Zip(sum), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_cost_falls_with_every_pass_at_first(int threads)
    {
        var options = new GloVeOptions { Dimension = 20, Threads = threads };
        var trainer = new GloVeTrainer(new GloVeModel(Words, 20, 1), Write(Pairs(400), options), options);

        var costs = Enumerable.Range(0, 10).Select(_ => trainer.Pass()).ToList();

        Assert.Equal(costs.OrderDescending(), costs);
        Assert.True(costs[^1] < costs[0] / 4, string.Join(' ', costs));
    }

    public void Dispose() => _folder.Dispose();

    private static List<PairCount<double>> Pairs(int count)
    {
        var random = RandomStream.For(2, "pairs");
        return [.. Enumerable.Range(0, count).Select(_ => new PairCount<double>(PairKey.Of(random.NextInt32(Words), random.NextInt32(Words)), 0.1 + random.NextDouble() * 180))];
    }

    /// <summary>Each pair in the one order that it has.</summary>
    private string Write(List<PairCount<double>> pairs, GloVeOptions options)
    {
        var path = _folder.File("pairs");
        File.WriteAllBytes(path, MemoryMarshal.AsBytes<TrainingPair>(pairs.Select(pair => TrainingPair.Of(pair, options).First()).ToArray()).ToArray());
        return path;
    }
}
