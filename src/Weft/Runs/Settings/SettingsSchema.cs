using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Weft.Runs.Settings;

/// <summary>The JSON schema (draft 2020-12) of configuration files: editors complete and check with it what is written there.</summary>
internal static partial class SettingsSchema
{
    private const int Milliseconds = 1_000;

    /// <summary>Writes the schema of all settings.</summary>
    public static JsonObject Of(SettingsCatalogue catalogue)
    {
        var root = Group("The settings of a training with Weft.");
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "Weft configuration");
        root["properties"]!["$schema"] = new JsonObject { ["type"] = "string", ["description"] = "The file of this schema; it changes nothing." };
        foreach (var setting in catalogue.Settings)
            ParentOf(root, setting.Key, catalogue)[setting.Key[(setting.Key.LastIndexOf('.') + 1)..]] = OfSetting(setting);
        return root;
    }

    private static JsonObject Group(string description) =>
        new() { ["description"] = description, ["type"] = "object", ["additionalProperties"] = false, ["properties"] = new JsonObject() };

    /// <summary>The properties of the group that a key is in; makes the groups on the way.</summary>
    private static JsonObject ParentOf(JsonObject root, string key, SettingsCatalogue catalogue)
    {
        var properties = root["properties"]!.AsObject();
        var path = "";
        foreach (var name in key.Split('.')[..^1])
        {
            path += path.Length > 0 ? "." + name : name;
            var plain = name.Replace("[]", "", StringComparison.Ordinal);
            var group = properties[plain] ??= Group(catalogue.Sections.GetValueOrDefault(path, ""));
            properties = (name == plain ? group : group["items"]!)["properties"]!.AsObject();
        }
        return properties;
    }

    private static JsonObject OfSetting(Setting setting)
    {
        var schema = new JsonObject { ["description"] = setting.Rules.Count > 0 ? $"{setting.Description} Must {string.Join("; ", setting.Rules)}." : setting.Description };
        AddType(schema, setting);
        if (setting.Default is not null)
            schema["default"] = setting.Default.DeepClone();
        foreach (var rule in setting.Rules)
            AddRange(schema, rule);
        return schema;
    }

    private static void AddType(JsonObject schema, Setting setting)
    {
        if (setting.Choices.Count > 0)
        {
            schema["enum"] = new JsonArray([.. setting.Choices.Keys.Select(word => (JsonNode)word)]);
            return;
        }
        if (setting.Type.StartsWith("group", StringComparison.Ordinal))
        {
            var whole = new JsonObject { ["$ref"] = "#/properties/" + setting.Key[(setting.Key.LastIndexOf('.') + 1)..] };
            schema["anyOf"] = new JsonArray(whole, new JsonObject { ["type"] = "null" });
            return;
        }
        var type = NameOf(setting.Type);
        schema["type"] = setting.Default is null ? new JsonArray(type, "null") : type;
        if (type == "array")
            schema["items"] = setting.Type.Contains("groups", StringComparison.Ordinal) ? Group("An entry.") : new JsonObject { ["type"] = setting.Type.Contains("numbers", StringComparison.Ordinal) ? "integer" : "string" };
    }

    private static string NameOf(string type) => type switch
    {
        "whole number" => "integer",
        "number" => "number",
        "true or false" => "boolean",
        "text" => "string",
        _ => "array",
    };

    /// <summary>The limits that a rule names in numbers; what else it says only the description has.</summary>
    private static void AddRange(JsonObject schema, string rule)
    {
        if (Range().Match(rule) is not { Success: true } range)
            return;
        Add("from", "minimum");
        Add("to", "maximum");
        Add("above", "exclusiveMinimum");
        Add("atLeast", "minimum");
        Add("below", "exclusiveMaximum");
        Add("atMost", "maximum");

        void Add(string name, string keyword)
        {
            if (range.Groups[name] is { Success: true } limit)
                schema[keyword] = JsonValue.Create(decimal.Parse(limit.Value, NumberStyles.Float, CultureInfo.InvariantCulture));
        }
    }

    // The end, or a comma behind which the reason stands.
    [GeneratedRegex(
        @"^be (from (?<from>-?[\d.]+) to (?<to>[\d.]+)|(above (?<above>-?[\d.]+)|at least (?<atLeast>-?[\d.]+))( and (below (?<below>[\d.]+)|at most (?<atMost>[\d.]+)))?)(, so that .*| \(gigabytes\))?$",
        RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex Range();
}
