namespace Weft.Text.Vocabularies;

/// <summary>Which counted words a vocabulary takes in.</summary>
internal sealed record VocabularyOptions
{
    /// <summary>The most entries, special tokens included; 0 for no limit.</summary>
    public int MaximumSize { get; init; }

    /// <summary>How often a word must occur to get an entry; special tokens always have one.</summary>
    public int MinimumCount { get; init; } = 1;
}
