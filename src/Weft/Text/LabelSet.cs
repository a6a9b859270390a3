namespace Weft.Text;

/// <summary>Several labels of one record as one label, in the order of their names, with <c>;</c> between: <c>sport;weather</c>. Empty where there are none.</summary>
internal static class LabelSet
{
    /// <summary>What stands between two names.</summary>
    public const char Separator = ';';

    // What divides names in a field of text.
    private static readonly char[] Separators = [Separator, ',', '|'];

    /// <summary>The set of the names that a text has, with semicolons, commas or bars between.</summary>
    public static string Of(string? text) => Of((text ?? "").Split(Separators));

    /// <summary>The set of names, each once; blank ones are none.</summary>
    public static string Of(IEnumerable<string> names) =>
        string.Join(Separator, names.Select(name => name.Trim()).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <summary>The names of a set.</summary>
    public static IReadOnlyList<string> NamesOf(string set) => set.Length == 0 ? [] : set.Split(Separator);
}
