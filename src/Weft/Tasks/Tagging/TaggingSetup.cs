using Weft.Evaluation.Measures;

namespace Weft.Tasks.Tagging;

/// <summary>How sentences become the examples of a tagger: one that is longer than <see cref="TaskSetup.Context"/> is cut into pieces, each tagged by itself.</summary>
internal sealed record TaggingSetup : TaskSetup
{
    /// <summary>Finds the n-grams of words for the head; null where the model has none.</summary>
    public WordNgrams? Ngrams { get; init; }

    /// <summary>What a program measures itself.</summary>
    public IReadOnlyList<OwnMetric> Metrics { get; init; } = [];
}
