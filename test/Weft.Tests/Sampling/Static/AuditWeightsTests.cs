using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Sampling.Static;
using Weft.Tests.Support;

namespace Weft.Tests.Sampling.Static;

public class AuditWeightsTests
{
    private const int Chunk = 64;
    private const int Words = 300;

    [Fact]
    public void Chunks_of_shuffled_words_are_found_and_hardly_any_other()
    {
        var tokens = Language(100_000);
        // Every fourth chunk is shuffled.
        for (var begin = 0; begin + Chunk <= tokens.Length; begin += 4 * Chunk)
            RandomStream.For(3, "shuffled", begin).Shuffle<int>(tokens.AsSpan(begin, Chunk));

        var weights = Weights(tokens, garbage: 0.25);

        var (found, wrong) = (0, 0);
        for (var chunk = 0; chunk < weights.Length; chunk++)
        {
            var isGarbage = weights[chunk] <= 0.25f;
            (found, wrong) = chunk % 4 == 0 ? (found + (isGarbage ? 1 : 0), wrong) : (found, wrong + (isGarbage ? 1 : 0));
        }
        Assert.InRange(found, 0.95 * weights.Length / 4, weights.Length);
        Assert.InRange(wrong, 0, 0.01 * weights.Length);
    }

    [Fact]
    public void Garbage_that_stands_twice_is_garbage_and_a_copy()
    {
        var tokens = Language(60_000);
        RandomStream.For(3, "shuffled", 0).Shuffle<int>(tokens.AsSpan(0, 40 * Chunk));
        tokens.AsSpan(0, 40 * Chunk).CopyTo(tokens.AsSpan(40 * Chunk));

        var weights = Weights(tokens, garbage: 0.5);

        Assert.InRange(weights.Take(80).Count(weight => weight == 0.25f), 76, 80);
        Assert.InRange(weights.Skip(80).Count(weight => weight == 1), 0.99 * (weights.Length - 80), weights.Length);
    }

    [Fact]
    public void Of_hardly_any_text_only_copies_are_known()
    {
        int[] tokens = [.. Enumerable.Range(1, 40), .. Enumerable.Range(1, 40)];

        Assert.Equal([0.5f, 0.5f], Weights(tokens, garbage: 0, chunk: 40));
    }

    [Fact]
    public void Rates_are_the_weights_over_their_mean()
    {
        int[] tokens = [.. Enumerable.Range(1, 40), .. Enumerable.Range(1, 40), .. Enumerable.Range(50, 40)];
        var chunks = new FixedChunks(new MemoryTokens(tokens), 40, startId: 0);

        Assert.Equal([0.75f, 0.75f, 1.5f], StaticRates.Of(new StaticOptions { From = "audit" }, TinyTasks.Examples(chunks, Words)));
    }

    private static float[] Weights(int[] tokens, double garbage, int chunk = Chunk) =>
        AuditWeights.Of(TinyTasks.Examples(new FixedChunks(new MemoryTokens(tokens), chunk, startId: 0), Words), garbage);

    // Each word is followed by one of four of its own.
    private static int[] Language(int count)
    {
        var random = RandomStream.For(1, "language", 0);
        var tokens = new int[count];
        for (var i = 1; i < count; i++)
            tokens[i] = 1 + (tokens[i - 1] * 37 + random.NextInt32(4) * 71) % (Words - 1);
        return tokens;
    }
}
