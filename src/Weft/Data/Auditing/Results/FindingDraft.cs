using Weft.Data.Auditing.Words;

namespace Weft.Data.Auditing.Results;

/// <summary>A finding whose examples are still places of words.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Count">How often.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Marks">The words it is of, to be left out of training.</param>
/// <param name="Places">Some of its places, the worst first.</param>
internal sealed record FindingDraft(FindingKind Kind, long Count, string Unit, WordMarks Marks, IReadOnlyList<ExamplePlace> Places)
{
    /// <summary>How many words it is of, where that are others than are marked.</summary>
    public long? Words { get; init; }

    /// <summary>Of how many words, where that are others than all.</summary>
    public long? Of { get; init; }

    /// <summary>More figures.</summary>
    public IReadOnlyDictionary<string, double> Details { get; init; } = new Dictionary<string, double>();
}

/// <summary>A place that something is wrong at.</summary>
/// <param name="Word">A word there.</param>
/// <param name="With">A word of what it is a copy of, or what it contradicts; null where there is nothing.</param>
/// <param name="Note">What is to be said of it besides.</param>
internal readonly record struct ExamplePlace(long Word, long? With = null, string? Note = null);
