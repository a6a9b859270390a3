namespace Weft.Kernels.Layers;

/// <summary>What a query of attention sees of its row.</summary>
internal enum ColumnRule
{
    /// <summary>Its own column and those before it: causal attention.</summary>
    UpToItself,

    /// <summary>All columns of its text.</summary>
    WholeText,

    /// <summary>All columns of another text: the query has no column there.</summary>
    OtherText,
}

/// <summary>Which columns of a row a query of attention sees: those of its text, and in causal attention none behind itself.</summary>
/// <param name="Starts">In which column each row of the batch begins, [batch]; null where all begin in the first.</param>
/// <param name="Ends">Behind which column each row ends, [batch]; null where all end with the last. Causal attention needs none: a query
/// sees nothing behind itself anyway.</param>
/// <param name="Rule">What a query sees of its row.</param>
internal readonly record struct VisibleColumns(int[]? Starts = null, int[]? Ends = null, ColumnRule Rule = ColumnRule.UpToItself)
{
    /// <summary>The columns that a query sees; none where it is padding.</summary>
    /// <param name="row">The row of the batch.</param>
    /// <param name="query">The query's column.</param>
    /// <param name="columns">All columns.</param>
    public Range SeenBy(int row, int query, int columns)
    {
        var (start, end) = (Starts?[row] ?? 0, Rule == ColumnRule.UpToItself ? query + 1 : Ends?[row] ?? columns);
        var isPadding = Rule != ColumnRule.OtherText && (query < start || query >= end);
        return isPadding || start >= end ? Math.Min(start, end)..Math.Min(start, end) : start..end;
    }
}
