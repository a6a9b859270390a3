namespace Weft.Text.Reading.ApiDocs;

/// <summary>The kinds of members that XML documentation tells apart: labels for a first classifier that needs no other data.</summary>
internal static class ApiDocsKinds
{
    /// <summary>What <c>data.label</c> calls them.</summary>
    public const string Field = "kind";

    /// <summary>The kind of a member: type, constructor, operator, method, property, field or event; null where it is none of these.</summary>
    /// <param name="member">Its name in the file, such as <c>M:System.String.Trim</c>; the letter before the colon is the C# compiler's.</param>
    public static string? Of(string member) => member.Length > 1 && member[1] == ':' ? OfLetter(member) : null;

    private static string? OfLetter(string member) => member[0] switch
    {
        'T' => "type",
        'P' => "property",
        'F' => "field",
        'E' => "event",
        'M' when member.Contains(".#ctor", StringComparison.Ordinal) || member.Contains(".#cctor", StringComparison.Ordinal) => "constructor",
        'M' when member.Contains(".op_", StringComparison.Ordinal) => "operator",
        'M' => "method",
        _ => null,
    };
}
