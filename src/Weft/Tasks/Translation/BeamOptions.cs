namespace Weft.Tasks.Translation;

/// <summary>How a translation is searched for.</summary>
internal sealed record BeamOptions
{
    /// <summary>How many beginnings of a translation are followed at once, where nothing else is asked for.</summary>
    public const int DefaultWidth = 4;

    /// <summary>How many beginnings of a translation are followed at once; 1 takes the likeliest token each time.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>How much longer translations are helped, from 0: see <see cref="Normalise"/>. That of Wu et al. 2016 is from 0.6 to 0.7.</summary>
    public double LengthPenalty { get; init; } = 0.6;

    /// <summary>What translations of any length are compared by: the logarithm of the probability divided by ((5 + length) / 6) to the power of the penalty (Wu et al. 2016,
    /// section 7).</summary>
    /// <param name="score">The logarithm of the probability.</param>
    /// <param name="length">Tokens, the end among them.</param>
    public double Normalise(double score, int length) => score / Math.Pow((5.0 + length) / 6, LengthPenalty);

    /// <summary><c>beam 4, length penalty 0.6</c></summary>
    public override string ToString() => FormattableString.Invariant($"beam {Width}, length penalty {LengthPenalty}");
}
