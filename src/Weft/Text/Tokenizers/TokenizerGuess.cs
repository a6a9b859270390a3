namespace Weft.Text.Tokenizers;

/// <summary>Chooses the tokenizer of <c>--tokenizer auto</c>.</summary>
internal static class TokenizerGuess
{
    private static readonly string[] WikiTextMarks = ["<unk>", " @-@ ", " @,@ ", " @.@ "];

    /// <summary><c>blanks</c> where marks of WikiText tell that the text is already divided into words; otherwise null:
    /// the text is as people write it.</summary>
    /// <param name="sample">The beginning of the corpus; 64,000 characters are plenty.</param>
    public static string? From(string sample) =>
        WikiTextMarks.Any(mark => sample.Contains(mark, StringComparison.Ordinal)) ? "blanks" : null;
}
