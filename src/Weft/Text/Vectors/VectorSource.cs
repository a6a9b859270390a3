namespace Weft.Text.Vectors;

/// <summary>Where a token's vector came from.</summary>
internal enum VectorSource
{
    /// <summary>The token stands in the file as it is.</summary>
    Exact,

    /// <summary>Its lower-case form does.</summary>
    LowerCased,

    /// <summary>The average of its parts' vectors.</summary>
    Parts,

    /// <summary>Drawn with the mean and deviation of the vectors that were found.</summary>
    Drawn,
}
