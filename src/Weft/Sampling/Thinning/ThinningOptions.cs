using Weft.Foundation;

namespace Weft.Sampling.Thinning;

/// <summary>Leaves easy tokens out of the softmax at times: its products are most of a small model's work.</summary>
public sealed record ThinningOptions
{
    /// <summary>The probability with which an easy target stays in the softmax; it then counts one over it. 1 keeps all.</summary>
    public double Keep { get; init; } = 1;

    /// <summary>The share of targets that counts as easy: those whose words have cost least so far.</summary>
    public double EasyShare { get; init; } = 0.5;

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(Keep is >= 0.25 and <= 1, "sampling.thinning.keep", Keep, "be from 0.25 to 1, so that no weight exceeds 4");
        problems.Require(EasyShare is > 0 and < 1, "sampling.thinning.easyShare", EasyShare, "be above 0 and below 1");
    }
}
