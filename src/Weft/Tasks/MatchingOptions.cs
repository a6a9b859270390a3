using Weft.Foundation;

namespace Weft.Tasks;

/// <summary>How pairs of texts are compared: the section <c>matching</c> of the settings, where task is matching.</summary>
public sealed record MatchingOptions
{
    /// <summary><c>together</c>: the model reads both texts at once. <c>apart</c>: it reads each alone, and the cosine between the two vectors decides, so that vectors can be kept and searched.</summary>
    public MatchingKind Kind { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems) => problems.Require(Enum.IsDefined(Kind), "matching.kind", Kind, "be together or apart");
}

/// <summary>How two texts are read.</summary>
public enum MatchingKind
{
    /// <summary>At once, so that each word sees those of the other text.</summary>
    Together,

    /// <summary>Each alone, by the same encoder.</summary>
    Apart,
}
