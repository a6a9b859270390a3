using System.Text.Json;
using Weft.Foundation;

namespace Weft.Runs.Options;

/// <summary>Every key of <see cref="RunOptions"/>, found by reflection, with its type.</summary>
internal static class OptionKeys
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
        (Spelling.Nearest(key, All.Keys) ?? NearestByName(key)) is { } nearest ? $"did you mean {nearest}?" : "weft settings lists all of them.";

    /// <summary>The same for a key of a phase.</summary>
    public static string SuggestInPhase(string key) => Spelling.Nearest(key, OfPhase.Keys) is { } nearest
        ? $"did you mean {nearest}?"
        : $"a phase has {string.Join(", ", OfPhase.Keys.Where(known => !known.Contains('.', StringComparison.Ordinal)))}.";

    /// <summary>What values of a type must be, to follow "it must".</summary>
    public static string RuleOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            return "be one of " + string.Join(", ", WordsOf(type));
        return type == typeof(int) || type == typeof(long) ? "be a whole number"
            : type == typeof(double) ? "be a number"
            : type == typeof(bool) ? "be true or false"
            : type == typeof(string) ? "be a text"
            : type == typeof(IReadOnlyList<int>) ? "be a list of whole numbers"
            : type == typeof(IReadOnlyList<string>) ? "be a list of texts"
            : ElementOf(type) is not null ? "be a list of groups of settings: [{...}]"
            : "be a group of settings: {...}";
    }

    /// <summary>The names of an enumeration's values that a setting can have, in their order.</summary>
    public static IEnumerable<string> ChoicesOf(Type enumeration) =>
        Enum.GetNames(enumeration).Where(name => !enumeration.GetField(name)!.IsDefined(typeof(NoSettingAttribute), inherit: false));

    /// <summary>The words that JSON has for them.</summary>
    public static IEnumerable<string> WordsOf(Type enumeration) => ChoicesOf(enumeration).Select(name => WordOf(Enum.Parse(enumeration, name)));

    /// <summary>The word that JSON has for an enumeration's value.</summary>
    internal static string WordOf(object choice) => JsonSerializer.SerializeToElement(choice, WeftJson.OneLine).GetString()!;

    /// <summary>Whether a type is a group of settings.</summary>
    internal static bool IsGroup(Type type) => type.Name.EndsWith("Options", StringComparison.Ordinal);

    /// <summary>The group that a list holds; null for all that is not a list of groups.</summary>
    internal static Type? ElementOf(Type type) =>
        type is { IsGenericType: true, GenericTypeArguments: [var element] } && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && IsGroup(element)
            ? element
            : null;

    /// <summary>The key whose last name is nearest, for those who forgot the section or took another.</summary>
    private static string? NearestByName(string key)
    {
        var byName = Values.ToLookup(known => known[(known.LastIndexOf('.') + 1)..], StringComparer.Ordinal);
        return Spelling.Nearest(key[(key.LastIndexOf('.') + 1)..], byName.Select(name => name.Key)) is { } nearest ? byName[nearest].First() : null;
    }

    private static SortedDictionary<string, Type> Collect(Type root)
    {
        var keys = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        void Visit(Type type, string prefix)
        {
            foreach (var property in OptionTypes.PropertiesOf(type))
            {
                var key = prefix + property.Name;
                keys[key] = property.PropertyType;
                if (IsGroup(property.PropertyType))
                    Visit(property.PropertyType, key + ".");
            }
        }
        Visit(root, "");
        return keys;
    }
}
