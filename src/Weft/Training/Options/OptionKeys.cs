using System.Reflection;
using System.Text.Json;

namespace Weft.Training.Options;

/// <summary>Every key of <see cref="RunOptions"/>, found by reflection, with its type.</summary>
public static class OptionKeys
{
    private static readonly SortedDictionary<string, Type> All = Collect();

    /// <summary>The keys that take a value, for example <c>schedule.peakRate</c>, in ordinal order.</summary>
    public static IEnumerable<string> Values => All.Where(key => !IsGroup(key.Value)).Select(key => key.Key);

    /// <summary>Whether there is such a key or group of keys.</summary>
    public static bool Exists(string key) => All.ContainsKey(key);

    /// <summary>"did you mean …?" where a known key is near enough, otherwise where to find all of them.</summary>
    public static string Suggest(string key)
    {
        var nearest = All.Keys.MinBy(known => Distance(known, key))!;
        return Distance(nearest, key) <= Math.Max(2, key.Length / 3) ? $"did you mean {nearest}?" : "weft train --help lists all of them.";
    }

    /// <summary>What a key's value must be, to follow "it must".</summary>
    public static string RuleOf(string key)
    {
        var type = All.TryGetValue(key, out var found) ? Nullable.GetUnderlyingType(found) ?? found : typeof(object);
        if (type.IsEnum)
            return "be one of " + string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName));
        return type == typeof(int) || type == typeof(long) ? "be a whole number"
            : type == typeof(double) ? "be a number"
            : type == typeof(bool) ? "be true or false"
            : type == typeof(string) ? "be a text"
            : "have the form that docs/formats.md gives";
    }

    private static SortedDictionary<string, Type> Collect()
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
        Visit(typeof(RunOptions), "");
        return keys;
    }

    private static bool IsGroup(Type type) => type.Name.EndsWith("Options", StringComparison.Ordinal);

    /// <summary>Levenshtein's distance: the fewest letters to insert, delete or change.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
