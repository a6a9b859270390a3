namespace Weft.Text.Reading.ApiDocs;

/// <summary>Writes references of XML documentation as a person would say them.</summary>
internal static class ApiDocsNames
{
    /// <summary>
    /// The simple name: <c>M:System.String.Join(System.String,System.Object[])</c> is <c>Join</c>, <c>T:System.Nullable`1</c>
    /// is <c>Nullable</c>, a constructor is its type, a web address is itself.
    /// </summary>
    public static string Simple(string reference)
    {
        if (reference.StartsWith("http", StringComparison.Ordinal))
            return reference;
        var name = Before(Before(Uri.UnescapeDataString(reference), '?').TrimEnd('*'), '(');
        name = Before(name[(name.IndexOf(':') + 1)..], '{');
        var parts = name.Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            return "";
        var isConstructor = parts[^1] is "#ctor" or "#cctor" && parts.Length > 1;
        var last = isConstructor ? parts[^2] : parts[^1];
        last = Before(last[(last.LastIndexOf('#') + 1)..], '`');
        return last.StartsWith("op_", StringComparison.Ordinal) ? last[3..] : last;
    }

    private static string Before(string text, char end)
    {
        var at = text.IndexOf(end);
        return at < 0 ? text : text[..at];
    }
}
