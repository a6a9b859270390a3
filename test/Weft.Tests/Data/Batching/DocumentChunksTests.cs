using CsCheck;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Sampling;
using Weft.Tests.Support;

namespace Weft.Tests.Data.Batching;

public class DocumentChunksTests
{
    private static readonly Gen<int[]> Lengths = Gen.Int[0, 25].Array[1, 20].Where(lengths => lengths.Sum() > 0);

    [Fact]
    public void Every_target_is_trained_on_once_an_epoch_and_no_document_sees_another() =>
        Gen.Select(Lengths, Gen.Int[1, 20], Gen.Int[1, 7], Gen.Enum<PaddingSide>()).Sample((lengths, time, batch, side) =>
        {
            var documents = new NumberedDocuments(lengths);
            var chunks = new DocumentChunks(documents, time, Epochs.Start, side);
            var sampler = UniformSampler.OfNeighbours(chunks.Count, seed: 3, batch);
            return Enumerable.Range(0, 3).All(_ =>
                Epochs.IsEachTargetOnce(Epochs.PairsOf(chunks, sampler, batch), documents.Count, documents.Beginnings));
        });

    [Fact]
    public void Overlapping_pieces_score_every_target_once_and_never_leave_their_document() =>
        Gen.Select(Lengths, Gen.Int[1, 20], Gen.Int[1, 20]).Sample((lengths, time, stride) =>
        {
            var documents = new NumberedDocuments(lengths);
            var chunks = new DocumentChunks(documents, time, Epochs.Start, PaddingSide.Left, Math.Min(stride, time));
            var pairs = Epochs.PairsOf(chunks, new SequentialSampler(chunks.Count), batch: 3);
            return Epochs.IsEachTargetOnce(pairs, documents.Count, documents.Beginnings)
                && Enumerable.Range(0, (int)chunks.Count).All(chunk => documents.Beginnings.All(begin =>
                    begin <= chunks.RangeOf(0, chunk).Begin || begin >= chunks.RangeOf(0, chunk).Begin + chunks.RangeOf(0, chunk).Length));
        });

    [Fact]
    public void A_long_document_is_cut_into_pieces_and_an_empty_one_gives_none()
    {
        var chunks = new DocumentChunks(new NumberedDocuments(7, 0, 2, 3), time: 3, Epochs.Start, PaddingSide.Right);

        Assert.Equal(
            [new(6, 1, 0, false), new(7, 2, 0, true), new(0, 3, 0, true), new(3, 3, 0, false), new(9, 3, 0, true)],
            Enumerable.Range(0, (int)chunks.Count).Select(chunk => chunks.RangeOf(0, chunk)));
    }

    [Fact]
    public void Numbers_rise_with_length() =>
        Gen.Select(Lengths, Gen.Int[1, 20]).Sample((lengths, time) =>
        {
            var chunks = new DocumentChunks(new NumberedDocuments(lengths), time, Epochs.Start, PaddingSide.Right);
            var ranges = Enumerable.Range(0, (int)chunks.Count).Select(chunk => chunks.RangeOf(0, chunk)).ToList();
            return ranges.SequenceEqual(ranges.OrderBy(range => range.Length).ThenBy(range => range.Begin));
        });

    [Theory]
    [InlineData(PaddingSide.Right, new long[] { 3, -100, -100, 0, 1, 2 }, null)]
    [InlineData(PaddingSide.Left, new long[] { -100, -100, 3, 0, 1, 2 }, new[] { 2, 0 })]
    public void A_batch_is_as_wide_as_its_longest_row_and_padded_on_the_side_that_was_asked_for(PaddingSide side, long[] targets, int[]? starts)
    {
        var chunks = new DocumentChunks(new NumberedDocuments(3, 1, 20), time: 8, startId: 99, side);
        var buffer = new BatchBuffer();
        // The shortest are the document 3 and the document 0 1 2; the first input of each is the padding too.
        chunks.Read(0, [0, 1], buffer);

        Assert.Equal(3, buffer.Time);
        Assert.Equal(4, buffer.Targets.ToArray().Count(target => target != ChunkSource.Ignored));
        Assert.Equal([99, 99, 99, 99, 0, 1], buffer.Ids.ToArray());
        Assert.Equal(targets, buffer.Targets.ToArray());
        Assert.Equal(starts, buffer.Starts);
    }

    [Fact]
    public void Rows_of_one_length_need_no_starts()
    {
        var chunks = new DocumentChunks(new NumberedDocuments(4, 4), time: 8, Epochs.Start, PaddingSide.Left);
        var buffer = new BatchBuffer();
        chunks.Read(0, [0, 1], buffer);

        Assert.Null(buffer.Starts);
    }

    [Fact]
    public void Wrong_lengths_and_chunks_are_refused()
    {
        var documents = new NumberedDocuments(4);

        Assert.Throws<ArgumentOutOfRangeException>(() => new DocumentChunks(documents, 0, 0, PaddingSide.Left));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DocumentChunks(documents, 2, 0, PaddingSide.Left, stride: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DocumentChunks(documents, 2, 0, PaddingSide.Left).RangeOf(0, 2));
    }
}
