using CsCheck;
using Weft.Data.Batching;
using Weft.Tests.Support;

namespace Weft.Tests.Data.Batching;

public class RandomChunksTests
{
    [Fact]
    public void A_window_is_consecutive_text_after_the_token_before_it() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20], Gen.Int[0, 1000]).Sample((count, time, seed) =>
        {
            var chunks = Chunks(count, time, seed);
            var buffer = new BatchBuffer();
            chunks.Read(seed, [.. Enumerable.Range(0, (int)chunks.Count).Select(chunk => (long)chunk)], buffer);
            return buffer.Ids.ToArray().Zip(buffer.Targets.ToArray()).All(pair =>
                pair.First == (pair.Second % count == 0 ? Epochs.Start : pair.Second - 1));
        });

    [Fact]
    public void Every_token_is_as_likely_a_target_as_any_other()
    {
        const int Tokens = 50, Epochs = 4_000;
        var chunks = Chunks(Tokens, time: 8, seed: 3);
        var counts = new int[Tokens];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            for (var chunk = 0; chunk < chunks.Count; chunk++)
            {
                var range = chunks.RangeOf(epoch, chunk);
                for (var i = 0; i < range.Length; i++)
                    counts[(range.Begin + i) % Tokens]++;
            }
        }
        // Windows of 8 of 50 tokens: a binomial count of 28,000 draws with p = 0.16 deviates by 61.
        var expected = Epochs * chunks.Count * 8.0 / Tokens;
        Assert.All(counts, count => Assert.InRange(count, expected - 5 * 61, expected + 5 * 61));
    }

    [Fact]
    public void Windows_are_drawn_with_replacement_and_are_a_function_of_seed_epoch_and_number()
    {
        var chunks = Chunks(100, time: 10, seed: 5);
        long[] Begins(RandomChunks of, long epoch) => [.. Enumerable.Range(0, 10).Select(chunk => of.RangeOf(epoch, chunk).Begin)];

        Assert.Equal(Begins(chunks, 7), Begins(Chunks(100, 10, seed: 5), 7));
        Assert.NotEqual(Begins(chunks, 7), Begins(chunks, 8));
        Assert.NotEqual(Begins(chunks, 7), Begins(Chunks(100, 10, seed: 6), 7));
        Assert.Contains(Enumerable.Range(0, 50), epoch => Begins(chunks, epoch).Distinct().Count() < 10);
    }

    [Fact]
    public void A_text_shorter_than_a_window_is_one_window() => Assert.Equal(3, Chunks(3, time: 10, seed: 1).RangeOf(0, 0).Length);

    private static RandomChunks Chunks(int count, int time, long seed) => new(new NumberedDocuments(count), time, Epochs.Start, seed);
}
