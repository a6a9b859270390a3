using System.Text;
using System.Xml;

namespace Weft.Text.Reading.ApiDocs;

/// <summary>Turns one element of XML documentation into passages of English: blocks apart, references as names.</summary>
internal static class ApiDocsProse
{
    private static readonly HashSet<string> Skipped = ["code", "example"];
    private static readonly HashSet<string> Blocks = ["para", "p", "br", "list", "ul", "ol", "item", "li", "listheader", "format"];

    /// <summary>The passages of the element that the reader stands before, white space collapsed.</summary>
    public static IEnumerable<string> Passages(XmlReader element)
    {
        var text = new StringBuilder();
        var advanced = element.Read();
        while (advanced)
        {
            // Skip moves to the next node itself.
            if (element.NodeType == XmlNodeType.Element && Skipped.Contains(element.LocalName))
            {
                element.Skip();
                advanced = !element.EOF;
                continue;
            }
            Append(element, text);
            advanced = element.Read();
        }
        return text.ToString().Split('\n').Select(Collapse).Where(passage => passage.Length > 0);
    }

    private static void Append(XmlReader node, StringBuilder text)
    {
        switch (node.NodeType)
        {
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                text.Append(node.Value.ReplaceLineEndings(" "));
                break;
            case XmlNodeType.Element when Blocks.Contains(node.LocalName):
            case XmlNodeType.EndElement when Blocks.Contains(node.LocalName):
                text.Append('\n');
                break;
            case XmlNodeType.Element when node.LocalName == "description":
                EndTerm(text);
                break;
            case XmlNodeType.Element when node.IsEmptyElement:
                text.Append(ReferenceOf(node));
                break;
        }
    }

    private static string ReferenceOf(XmlReader node) => node.LocalName switch
    {
        "paramref" or "typeparamref" => node.GetAttribute("name") ?? "",
        "see" or "seealso" or "xref" => node.GetAttribute("langword")
            ?? ApiDocsNames.Simple(node.GetAttribute("cref") ?? node.GetAttribute("uid") ?? node.GetAttribute("href") ?? ""),
        _ => "",
    };

    // An item's term, if it has one, stands before its description.
    private static void EndTerm(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
            text.Length--;
        if (text.Length > 0 && text[^1] != '\n')
            text.Append(": ");
    }

    private static string Collapse(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
