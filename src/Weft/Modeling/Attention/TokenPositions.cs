using Weft.Kernels.Layers;
using static TorchSharp.torch;

namespace Weft.Modeling.Attention;

/// <summary>
/// Where the tokens of a forward pass stand in their texts, and which of them are there at all. With
/// padding before a row, its first token has position 0 all the same. Rows without padding that others could see cost nothing more.
/// </summary>
internal sealed class TokenPositions
{
    private readonly int _first;
    private readonly long _time;
    private readonly long _batch;
    private readonly Tensor? _ids; // [batch * time]
    private readonly Tensor? _isToken; // [batch, 1, time, 1]

    /// <param name="embedded">The tokens, [batch, time, dimension].</param>
    /// <param name="first">The position of the first column: how many tokens were read before.</param>
    /// <param name="starts">In which column each row begins, or null where all begin in the first.</param>
    /// <param name="ends">Behind which column each row ends, or null where all end with the last. In causal attention it does not matter.</param>
    /// <param name="attention">What a token sees of its text.</param>
    /// <exception cref="ArgumentException">Starts or ends are not as many as rows, one is outside of its row, or tokens were read before.</exception>
    public TokenPositions(
        Tensor embedded, int first, IReadOnlyList<int>? starts, IReadOnlyList<int>? ends = null, AttentionKind attention = AttentionKind.Causal)
    {
        (_first, _batch, _time) = (first, embedded.shape[0], embedded.shape[1]);
        var isFull = attention == AttentionKind.Full;
        var bounds = RowBounds.Of(embedded, starts, ends);
        // Causality hides what is behind a row.
        bounds = isFull ? bounds : bounds with { Ends = null };
        Columns = new VisibleColumns(bounds.Starts, bounds.Ends, isFull ? ColumnRule.WholeText : ColumnRule.UpToItself);
        if (!bounds.HasPadding)
            return;
        if (first > 0)
            throw new ArgumentException("Rows with padding before them cannot follow tokens that were read before.", nameof(starts));
        using var scope = NewDisposeScope();
        var places = new long[_batch * _time];
        for (var i = 0; i < places.Length; i++)
            places[i] = Math.Max(0, i % _time - bounds.StartOf((int)(i / _time)));
        _ids = tensor(places, device: embedded.device).MoveToOuterDisposeScope();
        var isToken = bounds.IsToken(embedded.device);
        _isToken = isToken.view(_batch, 1, _time, 1).MoveToOuterDisposeScope();
        var seen = isToken.view(_batch, 1, 1, _time);
        if (!isFull)
            seen = seen.logical_and(ones(_time, _time, ScalarType.Bool, embedded.device).tril());
        // What is padding sees itself, so that no row of a softmax is empty.
        Visible = seen.logical_or(eye(_time, _time, ScalarType.Bool, embedded.device)).MoveToOuterDisposeScope();
    }

    /// <summary>Which columns a column sees, for kernels of Weft's own.</summary>
    public VisibleColumns Columns { get; }

    /// <summary>Which column each column sees where there is padding, [batch, 1, time, time]: those of its row, in causal attention up to
    /// itself. What is padding sees itself, and <see cref="WithoutPadding"/> takes away what comes of that.</summary>
    public Tensor? Visible { get; }

    /// <summary>A table's rows for these positions.</summary>
    /// <param name="table">[positions, width]</param>
    /// <returns>[time, width], or [batch, time, width] where there is padding, with any row in its place.</returns>
    public Tensor RowsOf(Tensor table) => _ids is null
        ? table.narrow(0, _first, _time)
        : table.index_select(0, _ids).view(_batch, _time, table.shape[1]);

    /// <summary>Puts zeros where there is padding.</summary>
    /// <param name="heads">[batch, heads, time, head]</param>
    public Tensor WithoutPadding(Tensor heads) => _isToken is null ? heads : heads.mul(_isToken);
}
