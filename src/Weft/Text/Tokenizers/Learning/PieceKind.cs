namespace Weft.Text.Tokenizers.Learning;

/// <summary>What a character is to <see cref="PieceSplitter"/>.</summary>
internal enum PieceKind : byte
{
    /// <summary>White space, line ends among it.</summary>
    Space,

    /// <summary>A capital: begins a word, or goes on in one that has only capitals so far.</summary>
    Capital,

    /// <summary>Any other letter of a script that none of the following names.</summary>
    Letter,

    /// <summary>A Han ideograph.</summary>
    Han,

    /// <summary>A letter of Hiragana.</summary>
    Hiragana,

    /// <summary>A letter of Katakana.</summary>
    Katakana,

    /// <summary>A combining mark or the mark of a long Japanese vowel: goes on with whatever it follows.</summary>
    Mark,

    /// <summary>A digit or another number.</summary>
    Number,

    /// <summary>Everything else: punctuation, symbols, emoji, control characters.</summary>
    Symbol,
}
