using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Sampling;

namespace Weft.Runs.Settings;

/// <summary>
/// Every setting of a training, made from <see cref="RunOptions"/> itself: types and defaults from its properties, descriptions from their
/// docstrings, rules from what validates them. Nothing here is written twice.
/// </summary>
internal sealed class SettingsCatalogue
{
    private readonly XmlDocumentation _documentation = XmlDocumentation.Of(typeof(RunOptions).Assembly);
    private readonly ILookup<string, string> _rules = RulesOf(EverythingUsed);
    private readonly Dictionary<string, JsonObject> _presets = PresetLayers.Names.ToDictionary(name => name, PresetLayers.Get, StringComparer.Ordinal);
    private readonly List<Setting> _settings = [];
    private readonly Dictionary<string, string> _sections = new(StringComparer.Ordinal);

    // What is checked only where it is used is checked too.
    private static readonly RunOptions EverythingUsed = new()
    {
        Model = new() { Softmax = SoftmaxKind.Adaptive },
        Sampling = new() { Sampler = SamplerKind.Static },
    };

    private SettingsCatalogue() => Visit(typeof(RunOptions), "", "");

    /// <summary>Makes the catalogue.</summary>
    /// <exception cref="InvalidDataException">The docstrings, <c>Weft.xml</c>, are not beside the library.</exception>
    public static SettingsCatalogue Create() => new();

    /// <summary>All settings, in the order of their records.</summary>
    public IReadOnlyList<Setting> Settings => _settings;

    /// <summary>What each group of settings is about, by its name (<c>schedule</c>, <c>sampling.dynamic</c>).</summary>
    public IReadOnlyDictionary<string, string> Sections => _sections;

    /// <summary>The settings that a word names: the one with that key, those of that group, else those whose key or description has the word.</summary>
    /// <exception cref="ConfigurationException">There is none; names the nearest.</exception>
    public IReadOnlyList<Setting> Find(string word)
    {
        var named = _settings.Where(setting => setting.Key.Equals(word, StringComparison.OrdinalIgnoreCase)).ToList();
        // With a list comes what its entries hold.
        named.AddRange(_settings.Where(setting => setting.Key.StartsWith(word + ".", StringComparison.OrdinalIgnoreCase)
            || setting.Key.StartsWith(word + "[].", StringComparison.OrdinalIgnoreCase)));
        if (named.Count == 0)
            named.AddRange(_settings.Where(setting => Mentions(setting, word)));
        return named.Count > 0
            ? named
            : throw new ConfigurationException($"{word} is not a setting; {OptionKeys.Suggest(word)}");
    }

    private static bool Mentions(Setting setting, string word) =>
        setting.Key.Contains(word, StringComparison.OrdinalIgnoreCase)
        || setting.Description.Contains(word, StringComparison.OrdinalIgnoreCase)
        || setting.Choices.Keys.Contains(word, StringComparer.OrdinalIgnoreCase);

    private void Visit(Type type, string prefix, string inPhase)
    {
        var defaults = JsonSerializer.SerializeToNode(Activator.CreateInstance(type), type, WeftJson.OneLine)!.AsObject();
        foreach (var property in OptionTypes.PropertiesOf(type))
        {
            var key = prefix + property.Name;
            var description = _documentation.OfProperty(type, MemberName(property));
            // A phase's own schedule and optimizer have the settings of the run's.
            if (OptionKeys.IsGroup(property.PropertyType) && inPhase.Length == 0)
            {
                _sections[key] = description;
                Visit(property.PropertyType, key + ".", "");
                continue;
            }
            _settings.Add(SettingOf(property, key, description, defaults[property.Name]));
            if (OptionKeys.ElementOf(property.PropertyType) is { } element)
                Visit(element, key + "[].", key);
        }
    }

    private Setting SettingOf(JsonPropertyInfo property, string key, string description, JsonNode? value)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return new Setting
        {
            Key = key,
            Type = OptionKeys.RuleOf(type).Split(["be a ", "be "], 2, StringSplitOptions.None)[1],
            // Where no preset is named it is not the record's, which is all defaults.
            Default = key == "preset" ? JsonValue.Create(PresetLayers.Default) : value?.DeepClone(),
            Presets = _presets.Select(preset => (preset.Key, Value: At(preset.Value, key))).Where(preset => preset.Value.Exists)
                .ToDictionary(preset => preset.Key, preset => preset.Value.Node?.DeepClone(), StringComparer.Ordinal),
            Choices = type.IsEnum
                ? OptionKeys.ChoicesOf(type).ToDictionary(name => OptionKeys.WordOf(Enum.Parse(type, name)), name => _documentation.OfChoice(type, name), StringComparer.Ordinal)
                : new Dictionary<string, string>(StringComparer.Ordinal),
            Rules = [.. _rules[key].Distinct(StringComparer.Ordinal)],
            Description = description,
        };
    }

    private static (bool Exists, JsonNode? Node) At(JsonObject preset, string key)
    {
        var path = key.Split('.');
        var group = path[..^1].Aggregate((JsonNode?)preset, (node, name) => (node as JsonObject)?[name]) as JsonObject;
        return group is not null && group.TryGetPropertyValue(path[^1], out var node) ? (true, node) : (false, null);
    }

    /// <summary>What validation asks of each key. A phase is named in its keys: <c>training.phases (full) share</c>.</summary>
    private static ILookup<string, string> RulesOf(RunOptions options)
    {
        var problems = new Problems();
        problems.Require(holds: true, "preset", options.Preset, $"be one of {string.Join(", ", Options.PresetLayers.Names)}");
        options.Validate(problems);
        return problems.Rules.ToLookup(rule => rule.Key.Replace($"training.phases ({options.Training.Phases[0].Name}) ", "training.phases[].", StringComparison.Ordinal)
            .Replace("training.phases name", "training.phases[].name", StringComparison.Ordinal), rule => rule.Rule, StringComparer.Ordinal);
    }

    private static string MemberName(JsonPropertyInfo property) => ((System.Reflection.MemberInfo)property.AttributeProvider!).Name;
}
