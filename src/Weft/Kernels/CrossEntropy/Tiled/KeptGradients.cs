using System.Buffers;
using CommunityToolkit.HighPerformance.Buffers;
using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>The gradients of the scores of some rows, as far as those of the weights need them.</summary>
internal sealed class KeptGradients<T> : IDisposable
    where T : unmanaged
{
    private readonly ArrayPoolBufferWriter<SparseGradient>[] _singles;
    private readonly int[] _places;

    /// <param name="tiles">Tiles that the rows make which are kept at once.</param>
    /// <param name="frequent">Room for the gradients of frequent classes: [rows that are kept at once, frequent].</param>
    /// <param name="rarer">Room for those of rarer ones: [rows that are chosen of them at most, rarer].</param>
    public KeptGradients(int tiles, Tensor frequent, Tensor rarer)
    {
        (Frequent, Rarer) = (frequent, rarer);
        (FrequentRows, RarerRows) = (new TensorRows<T>(Frequent), new TensorRows<T>(Rarer));
        _places = ArrayPool<int>.Shared.Rent((int)frequent.size(0));
        _singles = [.. Enumerable.Range(0, tiles).Select(_ => new ArrayPoolBufferWriter<SparseGradient>())];
    }

    /// <summary>The number of the first row in the batch.</summary>
    public int First { get; private set; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; private set; }

    /// <summary>The chosen rows, counted from the first.</summary>
    public ArraySegment<int> Chosen { get; private set; } = ArraySegment<int>.Empty;

    /// <summary>The gradients of the scores of frequent classes: [rows, frequent].</summary>
    public Tensor Frequent { get; }

    /// <summary>The gradients of the scores of rarer classes in chosen rows: [chosen rows, rarer].</summary>
    public Tensor Rarer { get; }

    /// <summary>The numbers of <see cref="Frequent"/>.</summary>
    public TensorRows<T> FrequentRows { get; }

    /// <summary>The numbers of <see cref="Rarer"/>.</summary>
    public TensorRows<T> RarerRows { get; }

    /// <summary>Takes in other rows.</summary>
    public void Begin(int first, int rows, ArraySegment<int> chosen)
    {
        (First, Rows, Chosen) = (first, rows, chosen);
        Array.Fill(_places, -1);
        for (var place = 0; place < chosen.Count; place++)
            _places[chosen[place]] = place;
        foreach (var list in _singles)
            list.Clear();
    }

    /// <summary>Where the rarer classes of a row go, or nothing where it is not chosen.</summary>
    public Span<T> RarerOf(int row) => _places[row - First] is >= 0 and var place ? RarerRows[place] : [];

    /// <summary>The single derivatives of a tile's rows, in the order in which they were added.</summary>
    public ReadOnlySpan<SparseGradient> SinglesOf(int tile) => _singles[tile].WrittenSpan;

    /// <summary>Adds a single derivative to those of a tile.</summary>
    public void Add(int tile, SparseGradient single)
    {
        _singles[tile].GetSpan(1)[0] = single;
        _singles[tile].Advance(1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_singles, list => list.Dispose());
        ArrayPool<int>.Shared.Return(_places);
    }
}
