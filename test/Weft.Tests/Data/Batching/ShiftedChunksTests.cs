using CsCheck;
using Weft.Data.Batching;
using Weft.Sampling;
using Weft.Tests.Support;

namespace Weft.Tests.Data.Batching;

public class ShiftedChunksTests
{
    [Fact]
    public void Every_target_is_trained_on_once_an_epoch_after_the_token_before_it() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20], Gen.Int[1, 7], Gen.Int[0, 1000]).Sample((count, time, batch, seed) =>
        {
            var chunks = Chunks(count, time, seed);
            var sampler = new UniformSampler(chunks.Count, seed);
            return Enumerable.Range(0, 3).All(_ => Epochs.IsEachTargetOnce(Epochs.PairsOf(chunks, sampler, batch), count, [0]));
        });

    [Fact]
    public void A_window_is_consecutive_text_and_goes_on_at_the_beginning_where_the_split_ends()
    {
        var chunks = Chunks(count: 8, time: 3, seed: 5);
        var epoch = Enumerable.Range(0, 100).First(epoch => chunks.OffsetOf(epoch) == 2);

        Assert.Equal([2, 5, 0], Ranges(chunks, epoch).Select(range => range.Begin));
        Assert.Equal([3, 3, 2], Ranges(chunks, epoch).Select(range => range.Length));
        var other = Enumerable.Range(0, 100).First(epoch => chunks.OffsetOf(epoch) == 1);
        var buffer = new BatchBuffer();
        chunks.Read(other, [2], buffer);
        Assert.Equal([6, Epochs.Start], buffer.Ids.ToArray());
        Assert.Equal([7, 0], buffer.Targets.ToArray());
    }

    [Fact]
    public void Every_offset_within_a_window_occurs_and_is_a_function_of_seed_and_epoch()
    {
        var chunks = Chunks(count: 100, time: 10, seed: 5);
        var offsets = Enumerable.Range(0, 200).Select(epoch => chunks.OffsetOf(epoch)).ToList();

        Assert.Equal(Enumerable.Range(0, 10), offsets.Distinct().Order());
        Assert.Equal(offsets, Enumerable.Range(0, 200).Reverse().Select(epoch => Chunks(100, 10, seed: 5).OffsetOf(epoch)).Reverse());
        Assert.NotEqual(offsets, Enumerable.Range(0, 200).Select(epoch => Chunks(100, 10, seed: 6).OffsetOf(epoch)));
    }

    [Fact]
    public void There_are_as_many_as_windows_that_stand_still() =>
        Gen.Select(Gen.Int[1, 100], Gen.Int[1, 20]).Sample((count, time) =>
            Chunks(count, time, seed: 1).Count == new FixedChunks(new NumberedDocuments(count), time, Epochs.Start).Count);

    private static ShiftedChunks Chunks(int count, int time, long seed) => new(new NumberedDocuments(count), time, Epochs.Start, seed);

    private static IEnumerable<ChunkRange> Ranges(ShiftedChunks chunks, long epoch) =>
        Enumerable.Range(0, (int)chunks.Count).Select(chunk => chunks.RangeOf(epoch, chunk));
}
