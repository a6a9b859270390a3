namespace Weft.Text.Vocabularies;

/// <summary>
/// Counts that stay within a bound however many different words the text has. Where the bound is passed, the rarest words so far
/// are forgotten, those with the same count together, until half the bound is free. The result depends only on the text and on how
/// it is divided into parts, not on the machine. A text with fewer different words than the bound is counted exactly.
/// </summary>
/// <param name="maximumWords">The most different words to hold after a part was added.</param>
/// <param name="maximumCharacters">The most characters that the different words may have together.</param>
/// <param name="halves">Whether two halves take the place of a word that is forgotten.</param>
internal sealed class BoundedWordCounts(int maximumWords = 2_000_000, long maximumCharacters = 64_000_000, bool halves = false)
{
    /// <summary>The counts so far.</summary>
    public WordCounts Counts { get; } = new();

    /// <summary>How many words were forgotten; a word that was forgotten twice counts twice. Zero where the counts are exact.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Adds the counts of the next part of the text; parts must come in the order of the text.</summary>
    public void Add(WordCounts part)
    {
        Counts.Add(part);
        if (Counts.Count <= maximumWords && Counts.Characters <= maximumCharacters)
            return;
        for (var count = 1L; Counts.Count > maximumWords / 2 || Counts.Characters > maximumCharacters / 2; count++)
            Forgotten += halves ? Counts.Halve(count) : Counts.Drop(count);
    }
}
