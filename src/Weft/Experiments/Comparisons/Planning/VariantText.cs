using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Runs.Options;

namespace Weft.Experiments.Comparisons.Planning;

/// <summary>
/// A variant as it is written on the command line: <c>NAME: key=value key=value</c>. A value ends at a blank, unless the blank is in
/// quotes that begin the value, or in the brackets of a list or an object.
/// </summary>
internal static class VariantText
{
    /// <summary>Reads it; null where it has no name. What is wrong is noted.</summary>
    public static Variant? Parse(string text, Problems problems)
    {
        if (text.Split(':', 2) is not [var name, var settings])
        {
            problems.Add($"--variant {text} has no name; write it as --variant \"NAME: key=value key=value\", and a variant that changes nothing as NAME:");
            return null;
        }
        var variant = new Variant(name.Trim(), []);
        foreach (var assignment in Divide(settings, variant.Name, problems))
        {
            if (assignment.Split('=', 2) is [{ Length: > 0 } key, var value])
                Set(variant.Settings, key, OptionTree.ValueOf(key, Unquote(value)));
            else
                problems.Add($"variant {variant.Name}: {assignment} has no value; write it as key=value.");
        }
        return variant;
    }

    private static List<string> Divide(string settings, string name, Problems problems)
    {
        var found = new List<string>();
        for (var start = 0; (start = NextWord(settings, start)) < settings.Length;)
        {
            var end = EndOf(settings, start, out var isOpen);
            if (isOpen)
                problems.Add($"variant {name}: {settings[start..]} has a quote or bracket that is not closed.");
            else
                found.Add(settings[start..end]);
            start = end;
        }
        return found;
    }

    private static int NextWord(string text, int from)
    {
        while (from < text.Length && char.IsWhiteSpace(text[from]))
            from++;
        return from;
    }

    private static int EndOf(string text, int from, out bool isOpen)
    {
        var (depth, quote) = (0, '\0');
        var at = from;
        for (; at < text.Length && (depth > 0 || quote != '\0' || !char.IsWhiteSpace(text[at])); at++)
        {
            var letter = text[at];
            if (quote != '\0')
                quote = letter == quote ? '\0' : quote;
            else if (letter is '"' or '\'' && ((at > from && text[at - 1] == '=') || (letter == '"' && depth > 0)))
                quote = letter;
            else
                depth += letter is '[' or '{' ? 1 : letter is ']' or '}' ? -1 : 0;
        }
        isOpen = depth > 0 || quote != '\0';
        return at;
    }

    private static string Unquote(string value) =>
        value is ['"' or '\'', .., _] && value[^1] == value[0] ? value[1..^1] : value;

    private static void Set(JsonObject settings, string key, JsonNode? value)
    {
        var names = key.Split('.');
        foreach (var name in names[..^1])
        {
            if (settings[name] is not JsonObject inner)
                settings[name] = inner = [];
            settings = inner;
        }
        settings[names[^1]] = value;
    }
}
