namespace Weft.Data.Preparing;

/// <summary>One of the two texts of a pair, where each has a vocabulary of its own.</summary>
internal enum PairSide
{
    /// <summary>The first text.</summary>
    Source,

    /// <summary>The second text.</summary>
    Target,
}
