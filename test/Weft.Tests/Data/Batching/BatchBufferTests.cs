using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;

namespace Weft.Tests.Data.Batching;

/// <summary>What any task may fill: rows of any length, with a target for every token or for every row.</summary>
public class BatchBufferTests
{
    [Theory]
    [InlineData(PaddingSide.Right, new long[] { 7, 8, 9, 5, 0, 0 }, null, new[] { 3, 1 })]
    [InlineData(PaddingSide.Left, new long[] { 7, 8, 9, 0, 0, 5 }, new[] { 0, 2 }, null)]
    public void Rows_of_one_target_are_padded_and_say_where_their_tokens_are(PaddingSide side, long[] ids, int[]? starts, int[]? ends)
    {
        using var scope = torch.NewDisposeScope();
        var batch = Fill(new BatchBuffer(), side).ToBatch(torch.CPU);

        Assert.Equal([2, 3], batch.Ids.shape);
        Assert.Equal(ids, batch.Ids.data<long>().ToArray());
        Assert.Equal([2], batch.Targets.shape);
        Assert.Equal([40L, 41], batch.Targets.data<long>().ToArray());
        Assert.Equal(starts, batch.Starts);
        Assert.Equal(ends, batch.Ends);
    }

    [Fact]
    public void Its_filling_is_that_of_its_rows_and_of_those_of_its_source()
    {
        var buffer = Fill(new BatchBuffer(), PaddingSide.Right);
        Assert.Equal(new RowFilling(4, 6), buffer.Filling);
        Assert.Equal(2.0 / 6, buffer.Filling.Padding);

        buffer.BeginSource([5, 2], width: 7);
        Assert.Equal(new RowFilling(4 + 7, 6 + 14), buffer.Filling);
        Assert.Equal(new RowFilling(4, 6), buffer.OwnFilling);
        Assert.Equal(0, default(RowFilling).Padding);
    }

    [Fact]
    public void Rows_of_one_length_have_no_padding_to_speak_of()
    {
        using var scope = torch.NewDisposeScope();
        var buffer = Fill(new BatchBuffer(), PaddingSide.Right);
        buffer.Begin([3, 4], [2, 2], filling: 0);
        new long[] { 1, 2 }.CopyTo(buffer.IdsOf(0));
        new long[] { 3, 4 }.CopyTo(buffer.IdsOf(1));
        var batch = buffer.ToBatch(torch.CPU);

        Assert.Equal([1L, 2, 3, 4], batch.Ids.data<long>().ToArray());
        Assert.Equal([3L, 4], buffer.Examples);
        Assert.Null(batch.Starts);
        Assert.Null(batch.Ends);
    }

    [Fact]
    public void Pieces_end_where_their_rows_do()
    {
        using var scope = torch.NewDisposeScope();
        var buffer = new BatchBuffer();
        buffer.Begin([0, 1], [5, 3], filling: 0);
        var pieces = buffer.ToBatch(torch.CPU, length: 2);

        // Five tokens are pieces of 2, 2 and 1; three are 2, 1, and one that is padding all over, of which one column stays.
        Assert.Equal([2, 2, 1, 2, 1, 1], pieces.Ends);
    }

    [Fact]
    public void A_row_of_one_target_cannot_be_cut()
    {
        var buffer = Fill(new BatchBuffer(), PaddingSide.Right);

        Assert.Equal("Rows that have one target each, or a source, cannot be cut into pieces.", Assert.Throws<InvalidOperationException>(() => buffer.ToBatch(torch.CPU, length: 2)).Message);
    }

    private static BatchBuffer Fill(BatchBuffer buffer, PaddingSide side)
    {
        buffer.Begin([10, 11], [3, 1], filling: 0, side, hasTargetPerToken: false);
        new long[] { 7, 8, 9 }.CopyTo(buffer.IdsOf(0));
        buffer.IdsOf(1)[0] = 5;
        (buffer.TargetsOf(0)[0], buffer.TargetsOf(1)[0]) = (40, 41);
        return buffer;
    }
}
