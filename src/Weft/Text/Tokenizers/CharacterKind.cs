namespace Weft.Text.Tokenizers;

/// <summary>What a character does in a text that is divided into words.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Divides tokens and vanishes: blanks and control characters.</summary>
    Blank,

    /// <summary>Ends a line: <c>\n</c>.</summary>
    LineEnd,

    /// <summary>Makes words together with its like: letters, digits, <c>_</c>.</summary>
    Word,

    /// <summary>Belongs to the character before it: combining marks, joiners, variation selectors.</summary>
    Extension,

    /// <summary>Is a token by itself: punctuation, symbols, Han ideographs.</summary>
    Single,
}
