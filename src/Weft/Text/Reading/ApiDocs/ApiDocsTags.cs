namespace Weft.Text.Reading.ApiDocs;

/// <summary>
/// What the words of XML documentation are, by the elements that they stand in: tags for a first tagger that needs no other data. A word with a
/// name in it has the name's tag, with the marks around it.
/// </summary>
internal static class ApiDocsTags
{
    /// <summary>A word of English.</summary>
    public const string Text = "text";

    /// <summary>The name of a type, from a reference.</summary>
    public const string Type = "type";

    /// <summary>The name of a constructor, method, property, field or event, from a reference.</summary>
    public const string Member = "member";

    /// <summary>The name of a parameter, or of one of a type.</summary>
    public const string Parameter = "parameter";

    /// <summary>A keyword, or what is written as code.</summary>
    public const string Code = "code";

    /// <summary>The tag of what a reference names.</summary>
    /// <param name="reference">As it stands in the file: <c>T:System.String</c>; the letter before the colon is the C# compiler's.</param>
    public static string OfReference(string reference) => reference.Length < 2 || reference[1] != ':' ? Code : reference[0] switch
    {
        'T' => Type,
        'M' or 'P' or 'F' or 'E' => Member,
        _ => Code,
    };
}
