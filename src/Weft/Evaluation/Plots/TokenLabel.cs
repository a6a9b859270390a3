namespace Weft.Evaluation.Plots;

/// <summary>Tokens as labels of pictures and tables: blanks and line ends can be seen, long ones are cut.</summary>
internal static class TokenLabel
{
    private const int MostLetters = 14;

    /// <summary>The label of a token, in the letters that pictures have.</summary>
    /// <param name="token">The token.</param>
    /// <param name="letters">The font of all labels together.</param>
    internal static string Of(string token, LabelLetters letters) => letters.Drawn(Visible(token), MostLetters);

    /// <summary>The token with signs for what cannot be seen.</summary>
    public static string Visible(string token) => token.Replace(' ', '\u2423').Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t");
}
