namespace Weft.Kernels.Layers;

/// <summary>Which columns of a row a query of attention sees: those of its text, and in causal attention none behind itself.</summary>
/// <param name="Starts">In which column each row of the batch begins, [batch]; null where all begin in the first.</param>
/// <param name="Ends">Behind which column each row ends, [batch]; null where all end with the last. Causal attention needs none: a query
/// sees nothing behind itself anyway.</param>
/// <param name="IsFull">Whether a query sees what is behind it too.</param>
internal readonly record struct VisibleColumns(int[]? Starts = null, int[]? Ends = null, bool IsFull = false)
{
    /// <summary>The columns that a query sees; none where it is padding.</summary>
    /// <param name="row">The row of the batch.</param>
    /// <param name="query">The query's column.</param>
    /// <param name="columns">All columns.</param>
    public Range SeenBy(int row, int query, int columns)
    {
        var (start, end) = (Starts?[row] ?? 0, IsFull ? Ends?[row] ?? columns : query + 1);
        return query < start || query >= end || start >= end ? Math.Min(start, end)..Math.Min(start, end) : start..end;
    }
}
