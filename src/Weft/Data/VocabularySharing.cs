namespace Weft.Data;

/// <summary>Whether the two texts of a pair are of one vocabulary.</summary>
public enum VocabularySharing
{
    /// <summary>Both are of one tokenizer and one vocabulary.</summary>
    Shared,

    /// <summary>Sources and targets have a tokenizer and a vocabulary each: two languages.</summary>
    Separate,
}
