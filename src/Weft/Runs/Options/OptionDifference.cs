using System.Text.Json;
using System.Text.Json.Nodes;
using Weft.Foundation;

namespace Weft.Runs.Options;

/// <summary>A setting that two sets of options have with different values.</summary>
/// <param name="Key">As <c>--set</c> takes it.</param>
/// <param name="Before">The earlier value, as JSON.</param>
/// <param name="Now">The value now, as JSON.</param>
internal sealed record OptionDifference(string Key, string Before, string Now)
{
    /// <summary>Every setting that differs, in the order of the options.</summary>
    public static IEnumerable<OptionDifference> Between(RunOptions before, RunOptions now) => Between(TreeOf(before), TreeOf(now), "");

    private static JsonNode TreeOf(RunOptions options) => JsonSerializer.SerializeToNode(options, WeftJson.OneLine)!;

    private static IEnumerable<OptionDifference> Between(JsonNode? before, JsonNode? now, string key)
    {
        if (before is JsonObject was && now is JsonObject becomes)
            return was.SelectMany(entry => Between(entry.Value, becomes[entry.Key], key.Length > 0 ? $"{key}.{entry.Key}" : entry.Key));
        return JsonNode.DeepEquals(before, now) ? [] : [new OptionDifference(key, TextOf(before), TextOf(now))];
    }

    private static string TextOf(JsonNode? value) => value?.ToJsonString(WeftJson.OneLine) ?? "empty";
}
