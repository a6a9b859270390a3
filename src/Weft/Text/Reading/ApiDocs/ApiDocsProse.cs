using System.Xml;

namespace Weft.Text.Reading.ApiDocs;

/// <summary>Turns one element of XML documentation into passages of English: blocks apart, references as names.</summary>
internal static class ApiDocsProse
{
    private static readonly HashSet<string> Skipped = ["code", "example"];
    private static readonly HashSet<string> Blocks = ["para", "p", "br", "list", "ul", "ol", "item", "li", "listheader", "format"];

    /// <summary>The passages of the element that the reader stands before, white space collapsed.</summary>
    /// <param name="element">The element.</param>
    /// <param name="separator">What stands between each word and its tag, one of <see cref="ApiDocsTags"/>; null leaves tags out.</param>
    public static IEnumerable<string> Passages(XmlReader element, string? separator = null)
    {
        var (text, inCode) = (new MarkedText(), false);
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
            if (element.LocalName == "c")
                inCode = element.NodeType == XmlNodeType.Element && !element.IsEmptyElement;
            Append(element, text, inCode);
            advanced = element.Read();
        }
        return text.Passages(separator);
    }

    private static void Append(XmlReader node, MarkedText text, bool inCode)
    {
        switch (node.NodeType)
        {
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                text.Append(node.Value.ReplaceLineEndings(" "), inCode ? ApiDocsTags.Code : ApiDocsTags.Text);
                break;
            case XmlNodeType.Element when Blocks.Contains(node.LocalName):
            case XmlNodeType.EndElement when Blocks.Contains(node.LocalName):
                text.Append("\n");
                break;
            case XmlNodeType.Element when node.LocalName == "description":
                text.EndTerm();
                break;
            case XmlNodeType.Element when node.IsEmptyElement:
                AppendReference(node, text);
                break;
        }
    }

    private static void AppendReference(XmlReader node, MarkedText text)
    {
        switch (node.LocalName)
        {
            case "paramref" or "typeparamref":
                text.Append(node.GetAttribute("name") ?? "", ApiDocsTags.Parameter);
                break;
            case "see" or "seealso" or "xref" when node.GetAttribute("langword") is { } keyword:
                text.Append(keyword, ApiDocsTags.Code);
                break;
            case "see" or "seealso" or "xref":
                var reference = node.GetAttribute("cref") ?? node.GetAttribute("uid") ?? node.GetAttribute("href") ?? "";
                text.Append(ApiDocsNames.Simple(reference), ApiDocsTags.OfReference(reference));
                break;
        }
    }
}
