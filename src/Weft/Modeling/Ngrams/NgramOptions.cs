using Weft.Foundation;
using Weft.Text.Ngrams;

namespace Weft.Modeling.Ngrams;

/// <summary>Hashed n-grams of a text, which a classifier's head sees beside the states of the Transformer; a tagger's sees those of each word, which need a tokenizer that knows its letters, such as <c>bpe</c>.</summary>
public sealed record NgramOptions
{
    /// <summary>How many different n-grams are told apart: their hashes are taken modulo so many, and each has a vector. 0 is without n-grams.</summary>
    public int Buckets { get; init; }

    /// <summary>Width of the vector of an n-gram.</summary>
    public int Dimension { get; init; } = 32;

    /// <summary>The most words in an n-gram of words; 0 takes none of these.</summary>
    public int Words { get; init; } = 2;

    /// <summary>The most letters in an n-gram of letters, which has at least 3 and stays within a word; 0 takes none of these.</summary>
    public int Letters { get; init; } = 5;

    /// <summary>Whether there are any.</summary>
    internal bool Any => Buckets > 0;

    /// <summary>How they are found in a text; null where there are none.</summary>
    internal HashedNgrams? Finder => Any ? new HashedNgrams(Buckets, Words, Letters) : null;

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(Buckets is >= 0 and <= 1 << 26, "model.ngrams.buckets", Buckets, "be from 0 to 67108864; 0 is without n-grams");
        problems.Require(Dimension is >= 1 and <= 16384, "model.ngrams.dimension", Dimension, "be from 1 to 16384");
        problems.Require(Words is >= 0 and <= 8, "model.ngrams.words", Words, "be from 0 to 8");
        problems.Require(Letters is 0 or (>= HashedNgrams.FewestLetters and <= 16), "model.ngrams.letters", Letters, $"be 0, or from {HashedNgrams.FewestLetters} to 16");
        problems.Require(!Any || Words + Letters > 0, "model.ngrams.words", Words, "be at least 1 where model.ngrams.letters is 0");
    }
}
