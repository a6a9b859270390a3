using System.Text;
using Weft.Text.Reading.Records;

namespace Weft.Text.Reading.ApiDocs;

/// <summary>
/// Pairs of XML documentation for a first translator that needs no other data: what a type, method, property, field or event is or does, and its name in words
/// (<c>ReadAllText</c> is <c>read all text</c>). Constructors and operators have no name of their own.
/// </summary>
internal static class ApiDocsWords
{
    /// <summary>What <c>data.field</c> calls the first text: the first passage of this element.</summary>
    public const string First = "summary";

    /// <summary>What <c>data.second</c> calls the name in words.</summary>
    public const string Second = "name";

    /// <summary>The pairs of members.</summary>
    /// <param name="members">The members' names in the file, and what they are or do.</param>
    public static IEnumerable<TextPiece> Of(IEnumerable<(string Member, string Summary)> members) => members
        .Where(member => ApiDocsKinds.Of(member.Member) is not (null or "constructor" or "operator"))
        .Select(member => (member.Summary, Words: InWords(ApiDocsNames.Simple(member.Member))))
        .Where(pair => pair.Words.Length > 0)
        .SelectMany(pair => RecordPieces.Of(RecordPair.Join(pair.Summary, pair.Words)));

    /// <summary>The words of a name, in small letters: <c>ToUTF8String</c> is <c>to utf8 string</c>.</summary>
    internal static string InWords(string name)
    {
        var words = new StringBuilder();
        var isApart = false;
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsLetterOrDigit(name[i]))
            {
                isApart = true;
                continue;
            }
            // Of capitals in a row the last begins the next word where a small letter follows.
            var begins = char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if ((begins || isApart) && words.Length > 0)
                words.Append(' ');
            isApart = false;
            words.Append(char.ToLowerInvariant(name[i]));
        }
        return words.ToString();
    }
}
