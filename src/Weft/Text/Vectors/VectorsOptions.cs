using Weft.Foundation;

namespace Weft.Text.Vectors;

/// <summary>What happens when word vectors have another dimension than the model.</summary>
public enum VectorMismatch
{
    /// <summary>The embedding takes the vectors' dimension, and a learned linear projection leads to the model's.</summary>
    Project,

    /// <summary>Training does not begin.</summary>
    Fail,
}

/// <summary>How large the numbers of word vectors are in the embedding.</summary>
public enum VectorScale
{
    /// <summary>Multiplied by one number, so that their root mean square is that of the weights that the model would start from.</summary>
    Matched,

    /// <summary>As they are in the file.</summary>
    None,
}

/// <summary>Word vectors that the embedding starts from: the section <c>vectors</c> of the settings.</summary>
public sealed record VectorsOptions
{
    /// <summary>GloVe or word2vec vectors: <c>.txt</c>, word2vec's <c>.bin</c>, either packed as <c>.gz</c>, or an entry of a zip archive
    /// (<c>glove.6B.zip/glove.6B.50d.txt</c>). Empty for none.</summary>
    public string File { get; init; } = "";

    /// <summary>What happens when they have another dimension than the model.</summary>
    public VectorMismatch Mismatch { get; init; }

    /// <summary>How large their numbers are in the embedding.</summary>
    public VectorScale Scale { get; init; }

    /// <summary>The least share of the training split's tokens that must have a vector of their own, of their lower-case form or of their
    /// parts; below it training does not begin.</summary>
    public double MinCoverage { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(MinCoverage is >= 0 and <= 1, "vectors.minCoverage", MinCoverage, "be from 0 to 1");
        problems.Require(!(MinCoverage > 0 && File.Length == 0), "vectors.minCoverage", MinCoverage, "be 0 without vectors.file: there is nothing to cover with");
    }
}
