using Weft.Foundation;

namespace Weft.Sampling.Worth;

/// <summary>What a chunk's loss is compared with.</summary>
public enum WorthReference
{
    /// <summary>The loss of an n-gram model of the other half of the text: what of the chunk can be learnt elsewhere.</summary>
    Ngrams,

    /// <summary>Nothing: the hardest chunks are taken, whether they can be learnt or not.</summary>
    None,
}

/// <summary>Which chunks are worth training on: those that can be learnt and are not learnt yet (Mindermann et al. 2022, "Prioritized training on points that are
/// learnable, worth learning, and not yet learnt").</summary>
public sealed record WorthOptions
{
    /// <summary>What the loss of a chunk is compared with.</summary>
    public WorthReference Reference { get; init; }

    /// <summary>The share of the chunks that an epoch takes for their worth; the first epoch takes all.</summary>
    public double Share { get; init; } = 0.7;

    /// <summary>The probability with which an epoch takes any other chunk, so that all are looked at again. Garbage has it from the first epoch on.</summary>
    public double Lowest { get; init; } = 0.1;

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(Share is > 0 and <= 1, "sampling.worth.share", Share, "be above 0 and at most 1");
        problems.Require(Lowest is > 0 and <= 1, "sampling.worth.lowest", Lowest, "be above 0 and at most 1: what is never taken is never looked at again");
    }
}
