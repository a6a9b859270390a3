using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Tests.Support;

namespace Weft.Tests.Data.Batching;

public class RowPiecesTests
{
    [Fact]
    public void Chunks_are_cut_into_rows_and_no_target_is_lost()
    {
        using var scope = torch.NewDisposeScope();
        var chunks = new FixedChunks(new MemoryTokens(Enumerable.Range(0, 16).ToArray()), 8, startId: 99);
        var pieces = chunks.Load(4, [0, 1]);

        Assert.Equal([4, 4], pieces.Ids.shape);
        // The first input of a piece is the token before it, as ever.
        Assert.Equal([99L, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14], pieces.Ids.data<long>().ToArray());
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (long)i), pieces.Targets.data<long>().ToArray());
    }

    [Fact]
    public void What_does_not_fill_a_piece_is_padded()
    {
        using var scope = torch.NewDisposeScope();
        var chunks = new FixedChunks(new MemoryTokens(Enumerable.Range(0, 10).ToArray()), 5, startId: 99);
        var pieces = chunks.Load(4, [0, 1]);

        Assert.Equal([4, 4], pieces.Ids.shape);
        Assert.Equal([0L, 1, 2, 3, 4, -100, -100, -100, 5, 6, 7, 8, 9, -100, -100, -100], pieces.Targets.data<long>().ToArray());
        Assert.Equal([99L, 0, 1, 2, 3, 99, 99, 99, 4, 5, 6, 7, 8, 99, 99, 99], pieces.Ids.data<long>().ToArray());
    }

    [Fact]
    public void Padding_before_a_row_is_before_its_pieces()
    {
        using var scope = torch.NewDisposeScope();
        var tokens = new NumberedDocuments(2, 6);
        var chunks = new DocumentChunks(tokens, 8, startId: 99, PaddingSide.Left);
        var pieces = chunks.Load(2, [0, 1]);

        // The row of two tokens begins in column 4 of 6; pieces that are padding all over keep their last column.
        Assert.Equal([1, 1, 0, 0, 0, 0], pieces.Starts);
        Assert.Equal([-100L, -100, -100, -100, 0, 1, 2, 3, 4, 5, 6, 7], pieces.Targets.data<long>().ToArray());
    }
}
