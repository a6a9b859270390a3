namespace Weft.Text.Vectors;

/// <summary>How many of something came from each <see cref="VectorSource"/>.</summary>
/// <param name="Exact">From the word itself.</param>
/// <param name="LowerCased">From its lower-case form.</param>
/// <param name="Parts">From the average of its parts.</param>
/// <param name="Drawn">Drawn at random.</param>
public sealed record VectorSourceCounts(long Exact, long LowerCased, long Parts, long Drawn)
{
    /// <summary>All of them.</summary>
    public long Total => Exact + LowerCased + Parts + Drawn;

    /// <summary>The share that was not drawn, from 0 to 1.</summary>
    public double Covered => Total == 0 ? 0 : 1 - (double)Drawn / Total;
}

/// <summary>How well a file of word vectors covers a text.</summary>
public sealed record VectorCoverage
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>Numbers in a vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>Vectors in the file.</summary>
    public required long Vectors { get; init; }

    /// <summary>Vectors of wanted words that stood in the file before; the first counts.</summary>
    public required long Duplicates { get; init; }

    /// <summary>What the vectors were multiplied by in the embedding.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The tokens of the vocabulary.</summary>
    public required VectorSourceCounts Types { get; init; }

    /// <summary>Their occurrences in the training split.</summary>
    public required VectorSourceCounts Occurrences { get; init; }
}
