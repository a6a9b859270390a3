using Weft.Kernels.Layers;
using static TorchSharp.torch;

namespace Weft.Modeling.Attention;

/// <summary>What a stack with cross attention looks at: the states of another stack. Its padding is seen by nobody.</summary>
internal sealed class StackMemory
{
    private readonly Tensor? _hasTokens; // [batch, 1, 1, 1]
    private readonly RowBounds _bounds;

    /// <param name="states">[batch, memory time, width], part of the graph where gradients are to reach the other stack.</param>
    /// <param name="starts">In which column each row begins, [batch], or null where all begin in the first.</param>
    /// <param name="ends">Behind which column each row ends, [batch], or null where all end with the last. A row may be empty: then
    /// attention to it adds nothing.</param>
    /// <exception cref="ArgumentException">Starts or ends are not as many as rows, or one is outside of its row.</exception>
    public StackMemory(Tensor states, IReadOnlyList<int>? starts = null, IReadOnlyList<int>? ends = null)
    {
        States = states;
        var bounds = _bounds = RowBounds.Of(states, starts, ends);
        Columns = new VisibleColumns(bounds.Starts, bounds.Ends, ColumnRule.OtherText);
        if (!bounds.HasPadding)
            return;
        using var scope = NewDisposeScope();
        var seen = bounds.IsToken(states.device);
        bool[] hasTokens = [.. Enumerable.Range(0, (int)bounds.Rows).Select(row => bounds.StartOf(row) < bounds.EndOf(row))];
        if (hasTokens.Contains(false))
        {
            _hasTokens = tensor(hasTokens, device: states.device).view(-1, 1, 1, 1).MoveToOuterDisposeScope();
            // An empty row sees its padding, so that no row of a softmax is empty; WithoutEmptyRows takes away what comes of that.
            seen = seen.logical_or(_hasTokens.view(-1, 1).logical_not());
        }
        Visible = seen.view(bounds.Rows, 1, 1, bounds.Columns).MoveToOuterDisposeScope();
    }

    /// <summary>[batch, memory time, width]</summary>
    public Tensor States { get; }

    /// <summary>Which columns are seen, for kernels of Weft's own.</summary>
    public VisibleColumns Columns { get; }

    /// <summary>Which columns are seen where there is padding, [batch, 1, 1, memory time]; in an empty row all are.</summary>
    public Tensor? Visible { get; }

    /// <summary>The memory of some of the rows, in an order of the caller's choice; one may be there several times. This one is not to be used any more.</summary>
    /// <param name="rows">Their numbers, [rows], int64.</param>
    public StackMemory Take(Tensor rows)
    {
        using var here = rows.cpu();
        int[] numbers = [.. here.data<long>().Select(row => (int)row)];
        var taken = new StackMemory(States.index_select(0, rows), Of(_bounds.Starts), Of(_bounds.Ends));
        States.Dispose();
        Visible?.Dispose();
        _hasTokens?.Dispose();
        return taken;

        int[]? Of(int[]? columns) => columns is null ? null : [.. numbers.Select(row => columns[row])];
    }

    /// <summary>Puts zeros where a row of the memory is empty.</summary>
    /// <param name="heads">[batch, heads, time, head]</param>
    public Tensor WithoutEmptyRows(Tensor heads) => _hasTokens is null ? heads : heads.mul(_hasTokens);
}
