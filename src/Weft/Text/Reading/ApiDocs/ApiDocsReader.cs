using System.Xml;
using Weft.Text.Reading.Records;

namespace Weft.Text.Reading.ApiDocs;

/// <summary>
/// Reads the prose of .NET's XML documentation files, one passage a line: one document for each type, which holds the passages of the type and of its
/// members; or, where labels are asked for, one for each member, which has the member's kind as its label (<see cref="ApiDocsKinds"/>); or, where
/// tags are, one for each passage, whose words have tags (<see cref="ApiDocsTags"/>); or, where records are pairs or questions, one for each of these (<see cref="ApiDocsPairs"/>, <see cref="ApiDocsWords"/>, <see cref="ApiDocsQuestions"/>).
/// </summary>
internal static class ApiDocsReader
{
    private static readonly HashSet<string> Prose = ["summary", "remarks", "returns", "value", "param", "typeparam", "exception"];

    // What every kind of member has: parameters and what is returned would tell a method by themselves.
    private static readonly HashSet<string> ProseOfEveryKind = ["summary", "remarks"];

    // The members of these say nothing but the C and assembly form of one instruction each, 13,000 in all.
    private static readonly string[] Intrinsics =
        ["M:System.Runtime.Intrinsics.Arm.", "M:System.Runtime.Intrinsics.Wasm.", "M:System.Runtime.Intrinsics.X86."];

    /// <summary>Reads a file's types, or members, in the order in which they first occur; passages that were seen before are left out.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="path">Its name, for errors.</param>
    /// <param name="seen">The passages of this file and of those before it.</param>
    /// <param name="options">Whether each member is a document of its own, with its kind as label, and whether words have tags.</param>
    public static IEnumerable<TextPiece> Read(Stream stream, string path, SeenPassages seen, ReadingOptions options)
    {
        if (options.TagSeparator is { } separator)
            return Read(stream, path, Prose, separator).SelectMany(member => member.Passages).Where(seen.Add).SelectMany(passage => RecordPieces.Of(passage));
        if (options.Answer is not null)
            return ApiDocsQuestions.Of(Described(stream, path, seen));
        if (options.Second == ApiDocsWords.Second)
            return ApiDocsWords.Of(Summaries(stream, path, seen));
        if (options.Second is not null)
            return ApiDocsPairs.Of(Pairs(stream, path, seen));
        return Documents(options.Label is null ? Types(stream, path) : Members(stream, path), seen);
    }

    private static IEnumerable<TextPiece> Documents(IEnumerable<(List<string> Passages, string? Label)> documents, SeenPassages seen)
    {
        foreach (var (passages, label) in documents)
        {
            var fresh = string.Join('\n', passages.Where(seen.Add));
            foreach (var piece in RecordPieces.Of(fresh, label))
                yield return piece;
        }
    }

    private static IEnumerable<(string First, string Second)> Pairs(Stream stream, string path, SeenPassages seen)
    {
        string[] names = [ApiDocsPairs.First, ApiDocsPairs.Second];
        foreach (var (_, elements) in ReadElements(stream, path, [.. names]))
        {
            var texts = names.Select(name => string.Join(' ', elements.Where(element => element.Name == name).SelectMany(element => element.Passages))).ToList();
            if (texts.TrueForAll(text => text.Length > 0 && seen.Add(text)))
                yield return (texts[0], texts[1]);
        }
    }

    private static IEnumerable<(string Member, string Summary)> Summaries(Stream stream, string path, SeenPassages seen)
    {
        foreach (var (name, passages) in Read(stream, path, [ApiDocsWords.First]))
        {
            if (passages.Count > 0 && seen.Add(passages[0]))
                yield return (name, passages[0]);
        }
    }

    private static IEnumerable<DescribedMember> Described(Stream stream, string path, SeenPassages seen)
    {
        foreach (var (name, elements) in ReadElements(stream, path, ["summary", "returns", "exception"]))
        {
            var (summary, exceptions) = (TextOf("summary"), elements.Where(element => element.Name == "exception").ToList());
            if (summary.Length > 0 && seen.Add(summary))
                yield return new DescribedMember(TypeOf(name), ApiDocsNames.Simple(name), summary, TextOf("returns"), exceptions is [var only] ? ApiDocsNames.Simple(only.Reference) : "");

            string TextOf(string element) => string.Join(' ', elements.Where(other => other.Name == element).SelectMany(other => other.Passages));
        }
    }

    private static IEnumerable<(List<string> Passages, string? Label)> Members(Stream stream, string path)
    {
        foreach (var (name, passages) in Read(stream, path, ProseOfEveryKind))
        {
            if (ApiDocsKinds.Of(name) is { } kind)
                yield return (passages, kind);
        }
    }

    // Gathered for a whole file, since nothing promises that the members of a type are adjacent; the largest is 10 MB.
    private static List<(List<string> Passages, string? Label)> Types(Stream stream, string path)
    {
        var types = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var inOrder = new List<(List<string> Passages, string? Label)>();
        foreach (var (name, passages) in Read(stream, path, Prose))
        {
            var type = TypeOf(name);
            if (!types.TryGetValue(type, out var all))
            {
                types.Add(type, all = []);
                inOrder.Add((all, null));
            }
            all.AddRange(passages);
        }
        return inOrder;
    }

    private static IEnumerable<(string Name, List<string> Passages)> Read(Stream stream, string path, HashSet<string> prose, string? separator = null) =>
        ReadElements(stream, path, prose, separator).Select(member => (member.Name, member.Elements.SelectMany(element => element.Passages).ToList()));

    private static IEnumerable<(string Name, List<Element> Elements)> ReadElements(Stream stream, string path, HashSet<string> prose, string? separator = null)
    {
        using var xml = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true });
        while (Next(xml, path, prose, separator) is { } member)
        {
            if (!Intrinsics.Any(prefix => member.Name.StartsWith(prefix, StringComparison.Ordinal)))
                yield return member;
        }
    }

    private static (string Name, List<Element> Elements)? Next(XmlReader xml, string path, HashSet<string> prose, string? separator)
    {
        try
        {
            if (!xml.ReadToFollowing("member"))
                return null;
            var name = xml.GetAttribute("name") ?? "";
            using var member = xml.ReadSubtree();
            return (name, ElementsOf(member, prose, separator));
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"{path}, line {Math.Max(1, e.LineNumber)} is not valid XML documentation: {e.Message}", e);
        }
    }

    private static List<Element> ElementsOf(XmlReader member, HashSet<string> prose, string? separator)
    {
        var elements = new List<Element>();
        while (member.Read())
        {
            if (member.NodeType != XmlNodeType.Element || member.Depth != 1 || !prose.Contains(member.LocalName))
                continue;
            var (name, reference) = (member.LocalName, member.GetAttribute("cref") ?? "");
            using var element = member.ReadSubtree();
            elements.Add(new Element(name, [.. ApiDocsProse.Passages(element, separator)], reference));
        }
        return elements;
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

    /// <summary>One element of a member: its name, the passages in it, and what it refers to.</summary>
    private readonly record struct Element(string Name, List<string> Passages, string Reference);
}
