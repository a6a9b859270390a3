using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>
/// Where the tokens of a forward pass stand in their texts, and which of them are there at all: the one place that knows of padding. With
/// padding before a row, its first token has position 0 all the same. Rows without such padding cost nothing more.
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
    /// <exception cref="ArgumentException">There are not as many starts as rows, one is outside of its row, or tokens were read before.</exception>
    public TokenPositions(Tensor embedded, int first, IReadOnlyList<int>? starts)
    {
        (_first, _batch, _time) = (first, embedded.shape[0], embedded.shape[1]);
        if (starts is null)
            return;
        if (first > 0)
            throw new ArgumentException("Rows with padding before them cannot follow tokens that were read before.", nameof(starts));
        if (starts.Count != _batch || starts.Any(start => start < 0 || start > _time))
            throw new ArgumentException($"The starts [{string.Join(", ", starts)}] do not fit {_batch} rows of {_time} columns.", nameof(starts));
        Starts = [.. starts];
        using var scope = NewDisposeScope();
        var columns = Enumerable.Range(0, (int)_time);
        _ids = tensor([.. Starts.SelectMany(start => columns.Select(column => (long)Math.Max(0, column - start)))], device: embedded.device)
            .MoveToOuterDisposeScope();
        var isToken = tensor([.. Starts.SelectMany(start => columns.Select(column => column >= start))], device: embedded.device);
        _isToken = isToken.view(_batch, 1, _time, 1).MoveToOuterDisposeScope();
        // What is padding sees itself, so that no row of a softmax is empty.
        Visible = isToken.view(_batch, 1, 1, _time)
            .logical_and(ones(_time, _time, ScalarType.Bool, embedded.device).tril())
            .logical_or(eye(_time, _time, ScalarType.Bool, embedded.device))
            .MoveToOuterDisposeScope();
    }

    /// <summary>In which column each row begins, [batch]; null where all begin in the first.</summary>
    public int[]? Starts { get; }

    /// <summary>Which column each column sees where there is padding, [batch, 1, time, time]: those of its row up to itself. What is padding
    /// sees itself, and <see cref="WithoutPadding"/> takes away what comes of that.</summary>
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
