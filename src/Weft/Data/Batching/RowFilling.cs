namespace Weft.Data.Batching;

/// <summary>How rows of a batch are filled.</summary>
/// <param name="Tokens">How many of their places have a token.</param>
/// <param name="Places">How many there are: what is no token is padding.</param>
internal readonly record struct RowFilling(long Tokens, long Places)
{
    /// <summary>The share of padding, from 0 to 1.</summary>
    public double Padding => Places == 0 ? 0 : (double)(Places - Tokens) / Places;

    public static RowFilling operator +(RowFilling left, RowFilling right) => new(left.Tokens + right.Tokens, left.Places + right.Places);
}
