using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Weft.Experiments.Comparisons.Planning;

/// <summary>Texts in a variant's settings that stand for another variant's run folder with the same seed: <c>{NAME}</c>.</summary>
internal static partial class RunReferences
{
    private const int Milliseconds = 1_000;

    /// <summary>The names that settings refer to.</summary>
    public static IReadOnlyList<string> In(JsonNode? settings) => settings switch
    {
        JsonObject inner => [.. inner.SelectMany(entry => In(entry.Value)).Distinct()],
        JsonArray list => [.. list.SelectMany(In).Distinct()],
        JsonValue value when value.TryGetValue<string>(out var text) => [.. Reference().Matches(text).Select(match => match.Groups["name"].Value).Distinct()],
        _ => [],
    };

    /// <summary>The same settings with folders in place of names.</summary>
    public static JsonNode? Fill(JsonNode? settings, Func<string, string> folderOf) => settings switch
    {
        JsonObject inner => new JsonObject(inner.Select(entry => KeyValuePair.Create(entry.Key, Fill(entry.Value, folderOf)))),
        JsonArray list => new JsonArray([.. list.Select(node => Fill(node, folderOf))]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Reference().Replace(text, match => folderOf(match.Groups["name"].Value))),
        _ => settings?.DeepClone(),
    };

    [GeneratedRegex(@"\{(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)\}", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex Reference();
}
