using Weft.Foundation;
using Weft.Text.Vectors.Reading;

namespace Weft.Text.Vectors;

/// <summary>Words whose vectors are wanted, and the vectors of those that a file has.</summary>
internal sealed class WantedVectors
{
    // No wanted word is longer than the longest token; a longer word of the file is not looked at.
    private const int MostCharacters = 1 << 12;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private float[]?[] _vectors = [];

    /// <summary>Numbers in a vector.</summary>
    public int Dimension { get; private set; }

    /// <summary>Vectors in the file.</summary>
    public long Vectors { get; private set; }

    /// <summary>Vectors of wanted words that were there before.</summary>
    public long Duplicates { get; private set; }

    /// <summary>The vector of a word, by the place that <see cref="Want"/> gave, or null where the file has none.</summary>
    public float[]? this[int place] => _vectors[place];

    /// <summary>Takes note of a word and gives its place.</summary>
    public int Want(string word)
    {
        if (!_places.TryGetValue(word, out var place))
            _places.Add(word, place = _places.Count);
        return place;
    }

    /// <summary>Reads the vectors of all wanted words; of a word that stands there twice the first.</summary>
    /// <exception cref="InvalidDataException">The file is missing, malformed or cut off.</exception>
    public void Read(string path, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        _vectors = new float[]?[_places.Count];
        var places = _places.GetAlternateLookup<ReadOnlySpan<char>>();
        var letters = new char[MostCharacters];
        VectorReader.Read(path, Take, progress, stop);

        bool Take(ReadOnlySpan<byte> word, ReadOnlySpan<float> vector)
        {
            Vectors++;
            Dimension = vector.Length;
            if (!Utf8Words.TryDecode(word, letters, out var length) || !places.TryGetValue(letters.AsSpan(0, length), out var place))
                return true;
            if (_vectors[place] is null)
                _vectors[place] = vector.ToArray();
            else
                Duplicates++;
            return true;
        }
    }
}
