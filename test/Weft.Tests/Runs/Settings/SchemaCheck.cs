using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weft.Tests.Runs.Settings;

/// <summary>Checks JSON against a schema, as far as Weft's schema goes: it knows no more keywords than that has.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Known =
    [
        "$schema", "title", "description", "default", "type", "enum", "properties", "additionalProperties", "items", "$ref", "anyOf",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    ];

    public static IEnumerable<string> Problems(JsonObject root, JsonNode? node) => Problems(root, root, node, "$");

    private static IEnumerable<string> Problems(JsonObject root, JsonObject schema, JsonNode? node, string path)
    {
        Assert.Empty(schema.Select(keyword => keyword.Key).Except(Known));
        if (schema["$ref"] is { } reference)
            schema = reference.GetValue<string>().Split('/').Skip(1).Aggregate(root, (at, name) => at[name]!.AsObject());
        if (schema["anyOf"] is JsonArray ways)
        {
            var tries = ways.Select(way => Problems(root, way!.AsObject(), node, path).ToList()).ToList();
            return tries.Exists(found => found.Count == 0) ? [] : tries[0];
        }
        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, node)))
            return [$"{path} is not one of the words"];
        if (schema["type"] is { } type && !(type is JsonArray several ? several.Select(one => one!.GetValue<string>()) : [type.GetValue<string>()]).Any(one => IsA(node, one)))
            return [$"{path} is not {(type is JsonArray list ? list[0] : type)}"];
        return node switch
        {
            JsonObject inner => inner.SelectMany(member => schema["properties"]?[member.Key] is JsonObject property
                ? Problems(root, property, member.Value, $"{path}.{member.Key}")
                : [$"{path}.{member.Key} is unknown"]),
            JsonArray list when schema["items"] is JsonObject items => list.SelectMany((entry, i) => Problems(root, items, entry, $"{path}[{i}]")),
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => Limits(schema, double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture), path),
            _ => [],
        };
    }

    private static IEnumerable<string> Limits(JsonObject schema, double number, string path)
    {
        (string Keyword, Func<double, bool> Keeps)[] limits =
        [
            ("minimum", limit => number >= limit), ("maximum", limit => number <= limit),
            ("exclusiveMinimum", limit => number > limit), ("exclusiveMaximum", limit => number < limit),
        ];
        return limits.Where(limit => schema[limit.Keyword] is { } node && !limit.Keeps((double)node.GetValue<decimal>())).Select(limit => $"{path} breaks {limit.Keyword}");
    }

    private static bool IsA(JsonNode? node, string type) => (node?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        _ => type == "number" || (type == "integer" && !node!.ToJsonString().Contains('.', StringComparison.Ordinal)),
    };
}
