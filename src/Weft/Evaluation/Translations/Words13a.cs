using System.Text.RegularExpressions;

namespace Weft.Evaluation.Translations;

/// <summary>The words of a text as NIST's <c>mteval-v13a</c> divides it, which WMT and sacreBLEU's <c>13a</c> (Post 2018) count: marks apart, but full stops and commas within numbers.</summary>
internal static partial class Words13a
{
    /// <summary>The words.</summary>
    public static string[] Of(string text)
    {
        text = text.TrimEnd().Replace("<skipped>", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ');
        text = text.Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        text = Mark().Replace($" {text} ", " $0 ");
        text = StopBehindOther().Replace(text, "${other} ${stop} ");
        text = StopBeforeOther().Replace(text, " ${stop} ${other}");
        text = DashBehindDigit().Replace(text, "${digit} - ");
        return text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    // All of ASCII's marks but the apostrophe, comma, dash and full stop.
    [GeneratedRegex(@"[\x21-\x26\x28-\x2B/\x3A-\x40\x5B-\x60\x7B-\x7E]", RegexOptions.NonBacktracking)]
    private static partial Regex Mark();

    [GeneratedRegex("(?<other>[^0-9])(?<stop>[.,])", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex StopBehindOther();

    [GeneratedRegex("(?<stop>[.,])(?<other>[^0-9])", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex StopBeforeOther();

    [GeneratedRegex("(?<digit>[0-9])-", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DashBehindDigit();
}
