using System.Xml;
using Weft.Text.Reading.Records;

namespace Weft.Text.Reading.ApiDocs;

/// <summary>
/// Reads the prose of .NET's XML documentation files: one passage a line, and one document for each type, which holds the
/// passages of the type and of its members.
/// </summary>
internal static class ApiDocsReader
{
    private static readonly HashSet<string> Prose = ["summary", "remarks", "returns", "value", "param", "typeparam", "exception"];

    // The members of these say nothing but the C and assembly form of one instruction each, 13,000 in all.
    private static readonly string[] Intrinsics =
        ["M:System.Runtime.Intrinsics.Arm.", "M:System.Runtime.Intrinsics.Wasm.", "M:System.Runtime.Intrinsics.X86."];

    /// <summary>Reads a file's types in the order in which they first occur; passages that were seen before are left out.</summary>
    public static IEnumerable<TextPiece> Read(Stream stream, string path, SeenPassages seen)
    {
        foreach (var passages in Types(stream, path))
        {
            var fresh = string.Join('\n', passages.Where(seen.Add));
            foreach (var piece in RecordPieces.Of(fresh))
                yield return piece;
        }
    }

    // Gathered for a whole file, since nothing promises that the members of a type are adjacent; the largest is 10 MB.
    private static List<List<string>> Types(Stream stream, string path)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true };
        var types = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var inOrder = new List<List<string>>();
        using var xml = XmlReader.Create(stream, settings);
        try
        {
            while (xml.ReadToFollowing("member"))
            {
                var name = xml.GetAttribute("name") ?? "";
                if (Intrinsics.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                    continue;
                var type = TypeOf(name);
                if (!types.TryGetValue(type, out var passages))
                {
                    types.Add(type, passages = []);
                    inOrder.Add(passages);
                }
                using var member = xml.ReadSubtree();
                ReadMember(member, passages);
            }
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"{path}, line {Math.Max(1, e.LineNumber)} is not valid XML documentation: {e.Message}", e);
        }
        return inOrder;
    }

    private static void ReadMember(XmlReader member, List<string> passages)
    {
        while (member.Read())
        {
            if (member.NodeType != XmlNodeType.Element || member.Depth != 1 || !Prose.Contains(member.LocalName))
                continue;
            using var element = member.ReadSubtree();
            passages.AddRange(ApiDocsProse.Passages(element));
        }
    }

    private static string TypeOf(string member)
    {
        var name = member.AsSpan(member.IndexOf(':') + 1);
        if (member.StartsWith("T:", StringComparison.Ordinal))
            return name.ToString();
        var arguments = name.IndexOf('(');
        name = arguments < 0 ? name : name[..arguments];
        var dot = name.LastIndexOf('.');
        return (dot < 0 ? name : name[..dot]).ToString();
    }
}
