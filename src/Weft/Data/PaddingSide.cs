namespace Weft.Data;

/// <summary>Where the padding of a row stands, which is shorter than its batch.</summary>
public enum PaddingSide
{
    /// <summary>Behind the tokens.</summary>
    Right,

    /// <summary>Before the tokens; their positions are those of the row alone.</summary>
    Left,
}
