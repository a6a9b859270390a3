using System.Text.Json;
using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Runs.Options;

namespace Weft.Cli.Tables;

/// <summary>What a run trains with, as its <c>config.json</c> says it: what was given, and what was chosen for this machine and text.</summary>
internal static class SettingsInForce
{
    /// <summary>The settings that differ from the defaults, a line each, as <c>--set</c> takes them.</summary>
    /// <param name="run">The run folder.</param>
    public static string Of(string run)
    {
        var defaults = ValuesOf(JsonSerializer.SerializeToNode(new RunOptions(), WeftJson.OneLine)!);
        var values = ValuesOf(WeftJson.ReadFile<JsonObject>(Path.Combine(run, "config.json"), "configuration"));
        var lines = values.Where(value => defaults.GetValueOrDefault(value.Key) != value.Value).Select(value => $"  {value.Key}={value.Value}");
        return string.Join(Environment.NewLine, lines.Prepend("settings that are not the defaults:"));
    }

    private static SortedDictionary<string, string> ValuesOf(JsonNode tree)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Collect(tree, "");
        return values;

        void Collect(JsonNode? node, string key)
        {
            if (node is JsonObject group)
            {
                foreach (var (name, value) in group)
                    Collect(value, key.Length == 0 ? name : $"{key}.{name}");
            }
            else
            {
                values[key] = node is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : node?.ToJsonString(WeftJson.OneLine) ?? "null";
            }
        }
    }
}
