using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Weft.Foundation;

namespace Weft.Runs.Options;

/// <summary>
/// Finds every value of a tree that its setting cannot hold: <c>schedule.peakRate is "fast"; it must be a number.</c> What is wrong is
/// replaced by the default, so that the rest can be read and checked too.
/// </summary>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class OptionTypes(Problems problems)
{
    private readonly List<string> _wrong = [];

    /// <summary>The keys whose values were replaced.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    /// <summary>Checks a tree of settings against their types.</summary>
    /// <param name="tree">The whole tree, or a phase's.</param>
    /// <param name="type">The record that it is for.</param>
    /// <param name="prefix">What keys begin with: empty, or <c>training.phases[0].</c></param>
    public void Check(JsonObject tree, Type type, string prefix = "")
    {
        var defaults = JsonSerializer.SerializeToNode(Activator.CreateInstance(type), type, WeftJson.Indented)!.AsObject();
        foreach (var property in PropertiesOf(type).Where(property => tree.ContainsKey(property.Name)))
        {
            var key = prefix + property.Name;
            var node = tree[property.Name];
            if (node is JsonObject inner && OptionKeys.IsGroup(property.PropertyType))
                Check(inner, property.PropertyType, key + ".");
            else if (node is JsonArray list && OptionKeys.ElementOf(property.PropertyType) is { } element && list.All(entry => entry is null or JsonObject))
                CheckList(list, element, key);
            else if (ProblemOf(node, property) is { } problem)
            {
                problems.Add($"{key} is {Shown(node)}; {problem}");
                _wrong.Add(key);
                tree[property.Name] = defaults[property.Name]?.DeepClone();
            }
        }
    }

    /// <summary>The settings of a record, as JSON names them; what is not public is written down, and is no setting.</summary>
    public static IEnumerable<JsonPropertyInfo> PropertiesOf(Type type) =>
        WeftJson.Indented.GetTypeInfo(type).Properties.Where(property => property.Set is not null && property.AttributeProvider is System.Reflection.PropertyInfo { GetMethod.IsPublic: true });

    /// <summary>Whether a setting can be null.</summary>
    public static bool CanBeNull(JsonPropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : property.IsSetNullable;

    private void CheckList(JsonArray list, Type element, string key)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject entry)
                Check(entry, element, $"{key}[{i}].");
        }
    }

    private static string? ProblemOf(JsonNode? node, JsonPropertyInfo property)
    {
        if (node is null)
            return CanBeNull(property) ? null : Rule(property);
        if (NumberText.IsNumber(property.PropertyType) && node is JsonValue)
        {
            var isText = node.GetValueKind() == JsonValueKind.String;
            var text = isText ? node.GetValue<string>() : node.ToJsonString();
            return NumberText.ProblemOf(text, property.PropertyType) ?? (isText ? $"write {text}, without quotes." : null);
        }
        try
        {
            node.Deserialize(property.PropertyType, WeftJson.Indented);
            return null;
        }
        catch (JsonException)
        {
            return Rule(property);
        }
    }

    private static string Rule(JsonPropertyInfo property) => $"it must {OptionKeys.RuleOf(property.PropertyType)}.";

    private static string Shown(JsonNode? node) => node?.ToJsonString(WeftJson.OneLine) ?? "null";
}
