using Weft.Foundation;
using Weft.Text.Vocabularies;

namespace Weft.Text.Vectors;

/// <summary>A vector for every token of a vocabulary, from a file where it has one.</summary>
internal sealed class TokenVectors
{
    // Below the smallest normal float: scaling such numbers up to the size of weights would leave the range of floats.
    private const double SmallestSize = 1.2e-38;

    private TokenVectors(float[] values, double rootMeanSquare, VectorCoverage coverage) =>
        (Values, RootMeanSquare, Coverage) = (values, rootMeanSquare, coverage);

    /// <summary>The vectors, [vocabulary, dimension].</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>The root mean square of the numbers of the vectors that were found in the file.</summary>
    public double RootMeanSquare { get; }

    /// <summary>Where they came from.</summary>
    public VectorCoverage Coverage { get; }

    /// <summary>
    /// Reads a file for a vocabulary. A token takes the vector of the word that it is, else of its lower-case form, else the average of its
    /// parts' vectors (<see cref="TokenParts"/>; each lower-cased, else as it is; parts without a vector do not count), else each number is
    /// drawn from a normal distribution with mean and deviation of that dimension in the vectors of the first two kinds.
    /// </summary>
    /// <param name="path">See <see cref="VectorsOptions.File"/>. Memory is bounded by the vocabulary, not by the file.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="occurrences">How often each occurs in the training split.</param>
    /// <param name="seed">Determines what is drawn.</param>
    /// <param name="progress">Hears how far the reading has come.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The file is missing, malformed or cut off, or has no vector for any token but zeros.</exception>
    public static TokenVectors Read(
        string path, Vocabulary vocabulary, IReadOnlyList<long> occurrences, long seed, IProgress<WorkProgress>? progress = null, CancellationToken stop = default)
    {
        var wanted = new WantedVectors();
        var names = Enumerable.Range(0, vocabulary.Count).Select(id => new TokenNames(vocabulary[id], wanted)).ToArray();
        wanted.Read(path, progress, stop);
        var dimension = wanted.Dimension;
        var values = new float[checked(vocabulary.Count * dimension)];
        var sources = new VectorSource[vocabulary.Count];
        var statistics = new VectorStatistics(dimension);
        for (var id = 0; id < names.Length; id++)
        {
            var row = values.AsSpan(id * dimension, dimension);
            sources[id] = names[id].Fill(row, wanted);
            if (sources[id] is VectorSource.Exact or VectorSource.LowerCased)
                statistics.Add(row);
        }
        if (statistics.Count == 0)
        {
            throw new InvalidDataException(
                $"{path} has no vector for any of the {vocabulary.Count:N0} tokens of the vocabulary.{Environment.NewLine}"
                + "Give vectors of the text's language, and a tokenizer whose tokens are words: --tokenizer words or blanks.");
        }
        if (statistics.RootMeanSquare < SmallestSize)
        {
            throw new InvalidDataException(
                $"{path}: the vectors of the {statistics.Count:N0} tokens that it has are all zero, so nothing can be learnt from them.{Environment.NewLine}"
                + "Give vectors that were learnt, or train without --vectors.");
        }
        for (var id = 0; id < names.Length; id++)
        {
            if (sources[id] == VectorSource.Drawn)
                statistics.Draw(RandomStream.For(seed, "vectors", id), values.AsSpan(id * dimension, dimension));
        }
        return new TokenVectors(values, statistics.RootMeanSquare, new VectorCoverage
        {
            File = path,
            Dimension = dimension,
            Vectors = wanted.Vectors,
            Duplicates = wanted.Duplicates,
            Types = CountBy(sources, _ => 1),
            Occurrences = CountBy(sources, id => occurrences[id]),
        });
    }

    private static VectorSourceCounts CountBy(VectorSource[] sources, Func<int, long> weight)
    {
        var counts = new long[Enum.GetValues<VectorSource>().Length];
        for (var id = 0; id < sources.Length; id++)
            counts[(int)sources[id]] += weight(id);
        return new VectorSourceCounts(counts[0], counts[1], counts[2], counts[3]);
    }
}
