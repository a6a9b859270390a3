using CsCheck;
using Weft.Data.Batching;
using Weft.Data.Store;

namespace Weft.Tests.Data.Batching;

public class FixedChunksTests
{
    private const int Start = 1_000_000;

    [Fact]
    public void Training_chunks_cover_the_split_and_pad_the_last_row()
    {
        var chunks = new FixedChunks(new MemoryTokens(new[] { 10, 11, 12, 13, 14 }), time: 3, startId: 9);
        var (ids, targets) = Fill(chunks, 0, 1);

        Assert.Equal(2, chunks.Count);
        Assert.Equal([9, 10, 11, 12, 13, 9], ids);
        Assert.Equal([10, 11, 12, 13, 14, -100], targets);
    }

    [Fact]
    public void Overlapping_chunks_score_only_what_is_new()
    {
        var chunks = new FixedChunks(new MemoryTokens(new[] { 10, 11, 12, 13, 14 }), time: 3, startId: 9, stride: 1);
        var (ids, targets) = Fill(chunks, 2, 0);

        Assert.Equal(3, chunks.Count);
        Assert.Equal([11, 12, 13, 9, 10, 11], ids);
        Assert.Equal([-100, -100, 14, 10, 11, 12], targets);
    }

    [Fact]
    public void Every_target_is_scored_once_with_the_token_before_it_as_input() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[1, 20], Gen.Int[1, 20]).Sample((count, time, stride) =>
        {
            // The token at position p is p, so that a target tells where it stands.
            var chunks = new FixedChunks(new MemoryTokens(Enumerable.Range(0, count).ToArray()), time, Start, Math.Min(stride, time));
            var (ids, targets) = Fill(chunks, [.. Enumerable.Range(0, (int)chunks.Count).Select(chunk => (long)chunk)]);
            var scored = targets.Where(target => target != FixedChunks.Ignored).ToArray();
            var inputsAreRight = ids.Zip(targets).All(pair =>
                pair.Second == FixedChunks.Ignored || pair.First == (pair.Second == 0 ? Start : pair.Second - 1));
            return inputsAreRight && scored.Order().SequenceEqual(Enumerable.Range(0, count).Select(position => (long)position));
        });

    [Fact]
    public void Scored_targets_are_counted_for_each_chunk() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20], Gen.Int[1, 20]).Sample((count, time, stride) =>
        {
            var chunks = new FixedChunks(new MemoryTokens(new int[count]), time, Start, Math.Min(stride, time));
            return Enumerable.Range(0, (int)chunks.Count).All(chunk =>
                chunks.ScoredTargets(chunk) == Fill(chunks, chunk).Targets.Count(target => target != FixedChunks.Ignored));
        });

    [Fact]
    public void Context_before_the_scored_targets_is_the_text_before_them() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20], Gen.Int[1, 20]).Sample((count, time, stride) =>
        {
            var chunks = new FixedChunks(new MemoryTokens(Enumerable.Range(0, count).ToArray()), time, Start, Math.Min(stride, time));
            return Enumerable.Range(0, (int)chunks.Count).All(chunk =>
            {
                var ids = Fill(chunks, chunk).Ids.TakeWhile((id, i) => i == 0 || id != Start).Select(id => id == Start ? -1 : id).ToArray();
                return ids.Select(id => id - ids[0]).SequenceEqual(Enumerable.Range(0, ids.Length).Select(i => (long)i));
            });
        });

    [Fact]
    public void Wrong_spans_and_chunks_are_refused()
    {
        var chunks = new FixedChunks(new MemoryTokens(new[] { 1, 2 }), time: 2, startId: 0);

        Assert.Throws<ArgumentException>(() => chunks.Fill([0], new long[3], new long[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fill(chunks, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedChunks(new MemoryTokens(new[] { 1 }), time: 2, startId: 0, stride: 3));
    }

    private static (long[] Ids, long[] Targets) Fill(FixedChunks chunks, params long[] indices)
    {
        var (ids, targets) = (new long[indices.Length * chunks.Time], new long[indices.Length * chunks.Time]);
        chunks.Fill(indices, ids, targets);
        return (ids, targets);
    }
}
