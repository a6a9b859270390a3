namespace Weft.Evaluation.Plots;

/// <summary>Tokens as labels of pictures and tables: blanks and line ends can be seen, long ones are cut.</summary>
public static class TokenLabel
{
    private const int MostLetters = 14;

    /// <summary>The label of a token.</summary>
    public static string Of(string token)
    {
        var visible = token.Replace(' ', '\u2423').Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t");
        return visible.Length <= MostLetters ? visible : visible[..(MostLetters - 1)] + "\u2026";
    }
}
