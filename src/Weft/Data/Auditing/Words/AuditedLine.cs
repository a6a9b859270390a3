namespace Weft.Data.Auditing.Words;

/// <summary>What is wrong with a line by itself.</summary>
[Flags]
internal enum LineTraits : byte
{
    None = 0,

    /// <summary>It has letters that come of reading UTF-8 as Latin-1 or Windows-1252, or replaced bytes.</summary>
    BrokenLetters = 1,

    /// <summary>It has tags or entities of HTML, or templates and links of a wiki.</summary>
    Markup = 2,

    /// <summary>It is very long.</summary>
    VeryLong = 4,
}

/// <summary>A line with words of a corpus that is audited.</summary>
/// <param name="Hash">Of its text without the blanks around it.</param>
/// <param name="FirstWord">The place of its first word among those of the corpus.</param>
/// <param name="Frequent">For each known language how many of the line's words are among its most frequent ones, four bits each: <see cref="Languages"/>.</param>
/// <param name="Document">The number of its document.</param>
/// <param name="Words">How many words it has.</param>
/// <param name="Script">The writing that most of its letters are of.</param>
/// <param name="Traits">What is wrong with it by itself.</param>
internal readonly record struct AuditedLine(ulong Hash, long FirstWord, ulong Frequent, int Document, int Words, Script Script, LineTraits Traits);
