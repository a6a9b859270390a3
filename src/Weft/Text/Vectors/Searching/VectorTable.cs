using System.Numerics;
using Weft.Foundation;
using Weft.Text.Vectors.Reading;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Weft.Text.Vectors.Searching;

/// <summary>All vectors of a file in memory, each divided by its length, so that products are cosines.</summary>
internal sealed class VectorTable
{
    // Blocks, because one array would be doubled again and again while the file is read.
    internal const int RowsInBlock = 1 << 12;

    private readonly List<string> _words = [];
    private readonly List<float[]> _blocks = [];
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);

    private VectorTable(string file) => File = file;

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>How many words there are.</summary>
    public int Count => _words.Count;

    /// <summary>Numbers in a vector.</summary>
    public int Dimension { get; private set; }

    /// <summary>Words that stood in the file before; the first counts.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Numbers from one row to the next: whole vectors of the processor.</summary>
    internal int Width { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">See <see cref="VectorsOptions.File"/>.</param>
    /// <param name="mostWords">Only so many of the first words; 0 takes all.</param>
    /// <param name="progress">Hears how far the reading has come.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The file is missing, malformed or cut off.</exception>
    public static VectorTable Read(string path, int mostWords = 0, IProgress<WorkProgress>? progress = null, CancellationToken stop = default)
    {
        var table = new VectorTable(path);
        VectorReader.Read(
            path,
            (word, vector) =>
            {
                table.Add(Utf8Words.Decode(word), vector);
                return table.Count != mostWords;
            },
            progress,
            stop);
        return table;
    }

    /// <summary>A word.</summary>
    public string Word(int row) => _words[row];

    /// <summary>The row of a word, or of its lower-case form where it has none; null where the file has neither.</summary>
    public int? Find(string word) => _rows.TryGetValue(word, out var row) || _rows.TryGetValue(word.ToLowerInvariant(), out row) ? row : null;

    /// <summary>A word's vector, of length 1, with zeros up to <see cref="Width"/>.</summary>
    internal ReadOnlySpan<float> this[int row] => _blocks[row / RowsInBlock].AsSpan(row % RowsInBlock * Width, Width);

    private void Add(string word, ReadOnlySpan<float> vector)
    {
        if (!_rows.TryAdd(word, _words.Count))
        {
            Duplicates++;
            return;
        }
        Dimension = vector.Length;
        Width = (Dimension + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        if (_words.Count % RowsInBlock == 0)
            _blocks.Add(new float[RowsInBlock * Width]);
        var row = _blocks[^1].AsSpan(_words.Count % RowsInBlock * Width, Dimension);
        _words.Add(word);
        var length = TensorPrimitives.Norm(vector);
        if (length > 0)
            TensorPrimitives.Divide(vector, length, row);
    }
}
