using System.Reflection;
using System.Text.Json;
using Weft.Foundation;

namespace Weft.Training.Options;

/// <summary>Every key of <see cref="RunOptions"/>, found by reflection, with its type.</summary>
public static class OptionKeys
{
    private static readonly SortedDictionary<string, Type> All = Collect(typeof(RunOptions));
    private static readonly SortedDictionary<string, Type> OfPhase = Collect(typeof(PhaseOptions));

    /// <summary>The keys that take a value, for example <c>schedule.peakRate</c>, in ordinal order.</summary>
    public static IEnumerable<string> Values => All.Where(key => !IsGroup(key.Value)).Select(key => key.Key);

    /// <summary>Whether there is such a key or group of keys.</summary>
    public static bool Exists(string key) => All.ContainsKey(key);

    /// <summary>Whether a key's value is a text.</summary>
    public static bool IsText(string key) => All.GetValueOrDefault(key) == typeof(string);

    /// <summary>Whether an entry of <c>training.phases</c> has such a key, for example <c>schedule.peakRate</c>.</summary>
    public static bool ExistsInPhase(string key) => OfPhase.ContainsKey(key);

    /// <summary>"did you mean …?" where a known key is near enough, otherwise where to find all of them.</summary>
    public static string Suggest(string key) =>
        Spelling.Nearest(key, All.Keys) is { } nearest ? $"did you mean {nearest}?" : "weft train --help lists all of them.";

    /// <summary>The same for a key of a phase.</summary>
    public static string SuggestInPhase(string key) => Spelling.Nearest(key, OfPhase.Keys) is { } nearest
        ? $"did you mean {nearest}?"
        : $"a phase has {string.Join(", ", OfPhase.Keys.Where(known => !known.Contains('.', StringComparison.Ordinal)))}.";

    /// <summary>What a key's value must be, to follow "it must".</summary>
    public static string RuleOf(string key) => RuleOf(key, All);

    /// <summary>The same for a key of a phase.</summary>
    public static string RuleInPhase(string key) => RuleOf(key, OfPhase);

    private static string RuleOf(string key, SortedDictionary<string, Type> keys)
    {
        var type = keys.TryGetValue(key, out var found) ? Nullable.GetUnderlyingType(found) ?? found : typeof(object);
        if (type.IsEnum)
            return "be one of " + string.Join(", ", Enum.GetValues(type).Cast<object>().Select(NameOf));
        return type == typeof(int) || type == typeof(long) ? "be a whole number"
            : type == typeof(double) ? "be a number"
            : type == typeof(bool) ? "be true or false"
            : type == typeof(string) ? "be a text"
            : type == typeof(IReadOnlyList<int>) ? "be a list of whole numbers"
            : type == typeof(IReadOnlyList<string>) ? "be a list of texts"
            : "have the form that docs/formats.md gives";
    }

    private static string NameOf(object choice) => JsonSerializer.SerializeToElement(choice, WeftJson.OneLine).GetString()!;

    private static SortedDictionary<string, Type> Collect(Type root)
    {
        var keys = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        void Visit(Type type, string prefix)
        {
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
            {
                var key = prefix + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
                keys[key] = property.PropertyType;
                if (IsGroup(property.PropertyType))
                    Visit(property.PropertyType, key + ".");
            }
        }
        Visit(root, "");
        return keys;
    }

    private static bool IsGroup(Type type) => type.Name.EndsWith("Options", StringComparison.Ordinal);
}
