namespace Weft.Tasks.Translation;

/// <summary>A sentence of a split and what became of it.</summary>
/// <param name="Source">What was translated.</param>
/// <param name="Reference">The right translation.</param>
/// <param name="Translation">The model's.</param>
internal sealed record TranslatedPair(string Source, string Reference, string Translation);
