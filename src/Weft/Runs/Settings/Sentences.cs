
namespace Weft.Runs.Settings;

/// <summary>The sentences of a description.</summary>
internal static class Sentences
{
    /// <summary>The first sentence; all of a text without an end of one.</summary>
    public static string First(string text)
    {
        for (var end = text.IndexOf(". ", StringComparison.Ordinal); end >= 0; end = text.IndexOf(". ", end + 1, StringComparison.Ordinal))
        {
            // "et al. 2017" and "e.g. this" go on; what follows a sentence begins with a capital or a sign of its own.
            var isAbbreviation = text.AsSpan(0, end).EndsWith("et al") || !(char.IsUpper(text[end + 2]) || char.IsDigit(text[end + 2]) || text[end + 2] is '<' or '`');
            if (!isAbbreviation)
                return text[..(end + 1)];
        }
        return text;
    }
}
