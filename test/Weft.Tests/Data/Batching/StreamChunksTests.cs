using CsCheck;
using Weft.Data.Batching;
using Weft.Sampling;
using Weft.Tests.Support;

namespace Weft.Tests.Data.Batching;

public class StreamChunksTests
{
    [Fact]
    public void Every_target_is_trained_on_once_an_epoch_after_the_token_before_it() =>
        Gen.Select(Gen.Int[1, 80], Gen.Int[1, 9], Gen.Int[1, 12]).Sample((count, columns, time) =>
        {
            var chunks = Chunks(count, columns, time);
            var sampler = new SequentialSampler(chunks.Count);
            return Enumerable.Range(0, 2).All(_ => Epochs.IsEachTargetOnce(Epochs.PairsOf(chunks, sampler, columns), count, [0]));
        });

    /// <summary>The reference's <c>batchify</c> and <c>get_batch</c>, whose inputs begin with each column's first token: its targets are one
    /// token further, so Weft's are those of the sequence without its first.</summary>
    [Theory]
    [InlineData(24, 4, 3)]
    [InlineData(40, 5, 3)]
    public void Batches_are_those_of_batchify_where_columns_have_one_length(int count, int columns, int time)
    {
        var chunks = Chunks(count, columns, time);
        var column = count / columns;
        var sampler = new SequentialSampler(chunks.Count);
        var step = 0;
        foreach (var (epoch, chosen) in Epochs.BatchesOf(chunks, sampler, columns))
        {
            var length = Math.Min(time, column - step * time);
            // data[c] = [c * column, (c + 1) * column), and a batch takes [step * time, step * time + length) of each.
            var expected = Enumerable.Range(0, columns).SelectMany(c => Enumerable.Range(c * column + step * time, length)).Select(token => (long)token);
            var buffer = new BatchBuffer();
            chunks.Read(epoch, chosen, buffer);

            Assert.Equal(expected, buffer.Targets.ToArray());
            Assert.Equal(length, buffer.Time);
            step++;
        }
        Assert.Equal((column + time - 1) / time, step);
    }

    [Fact]
    public void Tokens_that_are_left_over_make_the_first_columns_longer_by_one()
    {
        // 11 tokens in 3 columns: 4, 4 and 3; three at a time leave one token each of the first two.
        var chunks = Chunks(count: 11, columns: 3, time: 3);

        Assert.Equal(5, chunks.Count);
        Assert.Equal([0, 4, 8, 3, 7], Enumerable.Range(0, 5).Select(chunk => chunks.RangeOf(0, chunk).Begin));
        Assert.Equal([3, 3, 3, 1, 1], Enumerable.Range(0, 5).Select(chunk => chunks.RangeOf(0, chunk).Length));
    }

    [Fact]
    public void Every_epoch_is_the_same()
    {
        var chunks = Chunks(count: 50, columns: 4, time: 5);
        var sampler = new SequentialSampler(chunks.Count);

        Assert.Equal(Epochs.PairsOf(chunks, sampler, 4), Epochs.PairsOf(chunks, sampler, 4));
        Assert.Equal(1, sampler.State.Epoch);
    }

    private static StreamChunks Chunks(int count, int columns, int time) => new(new NumberedDocuments(count), columns, time, Epochs.Start);
}
