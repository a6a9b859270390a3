using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Data.Batching;

/// <summary>
/// One batch in managed memory, which any thread may fill; its arrays serve batch after batch. Whoever fills it begins with
/// <see cref="Begin"/>, then writes <see cref="IdsOf"/> and <see cref="TargetsOf"/> of each row.
/// </summary>
internal sealed class BatchBuffer
{
    private long[] _ids = [];
    private long[] _targets = [];
    private int[] _starts = [];
    private int[] _lengths = [];
    private PaddingSide _side;
    private long _filling;
    private bool _perToken;
    private bool _isPadded;
    private BatchBuffer? _source;
    private bool _hasSource;
    private float[] _patches = [];
    private PatchGrid? _grid;

    /// <summary>Which examples the batch holds, a row each.</summary>
    public IReadOnlyList<long> Examples { get; private set; } = [];

    /// <summary>The length of the longest row, also of those that other workers have: what all are padded to.</summary>
    public int Time { get; private set; }

    /// <summary>As in <see cref="Batch.Ngrams"/>; whoever fills the buffer may set it.</summary>
    public NgramBags? Ngrams { get; set; }

    /// <summary>As in <see cref="Batch.Starts"/>.</summary>
    internal IReadOnlyList<int>? Starts => _isPadded && _side == PaddingSide.Left ? _starts[..Examples.Count] : null;

    /// <summary>As in <see cref="Batch.Ends"/>.</summary>
    internal IReadOnlyList<int>? Ends => _isPadded && _side == PaddingSide.Right ? _lengths[..Examples.Count] : null;

    /// <summary>How the rows are filled, without those of <see cref="Source"/>.</summary>
    internal RowFilling OwnFilling => new(_lengths.Take(Examples.Count).Sum(length => (long)length), (long)Examples.Count * Time);

    /// <summary>How all rows are filled.</summary>
    internal RowFilling Filling => OwnFilling + (Source?.OwnFilling ?? default);

    /// <summary>What an encoder reads of the same examples; null where there is none.</summary>
    internal BatchBuffer? Source => _hasSource ? _source : null;

    /// <summary>The inputs, [batch, time].</summary>
    internal ReadOnlySpan<long> Ids => _ids.AsSpan(0, Examples.Count * Time);

    /// <summary>The targets, [batch, time] or [batch].</summary>
    internal ReadOnlySpan<long> Targets => _targets.AsSpan(0, Examples.Count * (_perToken ? Time : 1));

    /// <summary>Makes room for examples and writes padding wherever a row has nothing; what was there before is gone.</summary>
    /// <param name="examples">Their numbers; none where other workers have them all.</param>
    /// <param name="lengths">The tokens of each.</param>
    /// <param name="filling">The token that stands where there is none.</param>
    /// <param name="padding">On which side shorter rows are filled up.</param>
    /// <param name="hasTargetPerToken">Whether every token has a target; else every row has one.</param>
    /// <param name="width">How wide the rows are at least: the longest of other workers' rows.</param>
    public void Begin(
        long[] examples, ReadOnlySpan<int> lengths, long filling, PaddingSide padding = PaddingSide.Right, bool hasTargetPerToken = true, int width = 1)
    {
        var rows = examples.Length;
        if (_starts.Length < rows)
            (_starts, _lengths) = (new int[rows], new int[rows]);
        (Examples, _side, _filling, _perToken, Time, _isPadded) = (examples, padding, filling, hasTargetPerToken, width, false);
        (Ngrams, _hasSource, _grid) = (null, false, null);
        foreach (var length in lengths)
            Time = Math.Max(Time, length);
        if (_ids.Length < rows * Time)
            (_ids, _targets) = (new long[rows * Time], new long[rows * Time]);
        for (var row = 0; row < rows; row++)
        {
            _lengths[row] = lengths[row];
            _starts[row] = padding == PaddingSide.Left ? Time - lengths[row] : 0;
            if (lengths[row] == Time)
                continue;
            _isPadded = true;
            _ids.AsSpan(row * Time, Time).Fill(filling);
            if (hasTargetPerToken)
                _targets.AsSpan(row * Time, Time).Fill(ChunkSource.Ignored);
        }
    }

    /// <summary>Makes room for what an encoder reads of the same examples: to be called after <see cref="Begin"/>, where there is an encoder.</summary>
    /// <param name="lengths">The tokens of each.</param>
    /// <param name="width">As of <see cref="Begin"/>.</param>
    /// <param name="filling">As of <see cref="Begin"/>; null is the same token.</param>
    /// <returns>What takes the tokens; it has no targets.</returns>
    public BatchBuffer BeginSource(ReadOnlySpan<int> lengths, int width = 1, long? filling = null)
    {
        (_source, _hasSource) = (_source ?? new BatchBuffer(), true);
        _source.Begin([.. Examples], lengths, filling ?? _filling, _side, hasTargetPerToken: false, width);
        _source._targets.AsSpan(0, Examples.Count).Fill(ChunkSource.Ignored);
        return _source;
    }

    /// <summary>Makes room for pictures, which an encoder reads, of the same examples: to be called after <see cref="Begin"/>.</summary>
    /// <param name="grid">How they are cut.</param>
    public void BeginPictures(PatchGrid grid)
    {
        _grid = grid;
        if (_patches.Length < Examples.Count * grid.Numbers)
            _patches = new float[Examples.Count * grid.Numbers];
    }

    /// <summary>Where the patches of a row's picture go.</summary>
    public Span<float> PatchesOf(int row) => _patches.AsSpan(row * _grid!.Numbers, _grid.Numbers);

    /// <summary>Where a row's tokens go, [its length].</summary>
    public Span<long> IdsOf(int row) => _ids.AsSpan(row * Time + _starts[row], _lengths[row]);

    /// <summary>Where a row's targets go: [its length], or [1] where the row has one.</summary>
    public Span<long> TargetsOf(int row) => _perToken ? _targets.AsSpan(row * Time + _starts[row], _lengths[row]) : _targets.AsSpan(row, 1);

    /// <summary>The content as a batch; the tensors belong to the caller's scope, and the buffer may be filled anew.</summary>
    /// <param name="device">Where the ids go.</param>
    /// <param name="length">
    /// Rows are cut into pieces of so many tokens, which see nothing of one another: an example makes several rows, and no target is lost.
    /// Null leaves rows as they are.
    /// </param>
    /// <exception cref="InvalidOperationException">Rows that have one target each, or a source, cannot be cut.</exception>
    public Batch ToBatch(Device device, int? length = null)
    {
        var piece = Math.Min(length ?? Time, Time);
        var pieces = (Time + piece - 1) / piece;
        if (pieces > 1 && (!_perToken || _hasSource || _grid is not null))
            throw new InvalidOperationException("Rows that have one target each, or a source, cannot be cut into pieces.");
        var ids = ToTensor(Ids, Time, piece, _filling);
        return new Batch(
            device.type == TorchSharp.DeviceType.CPU ? ids : ids.to(device),
            _perToken ? ToTensor(Targets, Time, piece, ChunkSource.Ignored) : ToTensor(Targets, 1, 1, ChunkSource.Ignored).flatten(),
            // A piece that is padding all over keeps one column that is not: a row must have something to look at.
            pieces == 1 ? Starts : Cut(Starts, column => Math.Clamp(column, 0, piece - 1)),
            // The last piece of a row may be filled up.
            pieces == 1 ? Ends : Cut(Ends ?? [.. Enumerable.Repeat(Time, Examples.Count)], column => Math.Clamp(column, 1, piece)))
        {
            Source = _grid is not null ? Pictures(_grid, device) : Source?.ToBatch(device),
            Ngrams = Ngrams,
        };

        List<int>? Cut(IReadOnlyList<int>? columns, Func<int, int> within) =>
            columns?.SelectMany(column => Enumerable.Range(0, pieces).Select(i => within(column - i * piece))).ToList();
    }

    private Batch Pictures(PatchGrid grid, Device device)
    {
        var rows = Examples.Count;
        var patches = empty(rows, grid.Count, grid.Width);
        _patches.AsSpan(0, rows * grid.Numbers).CopyTo(TensorMemory.Span<float>(patches));
        var targets = empty(rows, ScalarType.Int64);
        TensorMemory.Span<long>(targets).Fill(ChunkSource.Ignored);
        return new Batch(empty(rows, 0, ScalarType.Int64, device), targets)
        {
            Patches = device.type == TorchSharp.DeviceType.CPU ? patches : patches.to(device),
        };
    }

    /// <summary>Rows of a length as rows of pieces; where these do not divide it, the last one is filled up.</summary>
    private static Tensor ToTensor(ReadOnlySpan<long> values, int time, int piece, long filling)
    {
        var (rows, pieces) = (values.Length / time, (time + piece - 1) / piece);
        // TorchSharp's tensor() would copy the values into a new managed array first.
        var filled = empty(rows * pieces, piece, ScalarType.Int64);
        var target = TensorMemory.Span<long>(filled);
        if (pieces * piece > time)
            target.Fill(filling);
        for (var row = 0; row < rows; row++)
            values.Slice(row * time, time).CopyTo(target[(row * pieces * piece)..]);
        return filled;
    }
}
