namespace Weft.Foundation;

/// <summary>Writes an argument so that the shell takes it as it is, whatever text it holds.</summary>
internal static class ShellQuote
{
    /// <summary>The argument as it stands in a command line that people copy.</summary>
    public static string Of(string argument) => Of(argument, OperatingSystem.IsWindows());

    /// <summary>
    /// The argument in quotes, unless it needs none. For the shells of Unix they are single ones, in which nothing but their end has a
    /// meaning; a single quote becomes <c>'\''</c>. The two shells of Windows agree on no such quotes: there, in double ones, every
    /// character that has a meaning in either is left out. Control characters are left out everywhere.
    /// </summary>
    /// <param name="argument">The argument.</param>
    /// <param name="forWindows">Whether it is for cmd and PowerShell.</param>
    public static string Of(string argument, bool forWindows)
    {
        if (argument.Length > 0 && argument.All(NeedsNoQuotes))
            return argument;
        var plain = argument.Where(character => !char.IsControl(character));
        return forWindows
            ? $"\"{string.Concat(plain.Where(HasNoMeaningOnWindows)).TrimEnd('\\')}\""
            : $"'{string.Concat(plain).Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    private static bool NeedsNoQuotes(char character) => char.IsAsciiLetterOrDigit(character) || "/._-:=+".Contains(character, StringComparison.Ordinal);

    private static bool HasNoMeaningOnWindows(char character) =>
        char.IsLetterOrDigit(character) || char.IsSurrogate(character) || " .,;:?'()-_+=#/\\~".Contains(character, StringComparison.Ordinal);
}
