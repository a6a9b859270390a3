using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Weft.Runs.Settings;

/// <summary>The docstrings of the library, from <c>Weft.xml</c>, which the compiler writes beside <c>Weft.dll</c>, as readable text.</summary>
internal sealed partial class XmlDocumentation
{
    private const int Milliseconds = 1_000;

    private readonly Dictionary<string, XElement> _members;

    private XmlDocumentation(Dictionary<string, XElement> members) => _members = members;

    /// <summary>Reads the docstrings of an assembly.</summary>
    /// <exception cref="InvalidDataException">They are not beside it.</exception>
    public static XmlDocumentation Of(Assembly assembly)
    {
        // The location is empty where the program is one file; then the text lies in the program's folder.
        var folder = Path.GetDirectoryName(assembly.Location) is { Length: > 0 } beside ? beside : AppContext.BaseDirectory;
        var path = Path.Combine(folder, assembly.GetName().Name + ".xml");
        if (!File.Exists(path))
            throw new InvalidDataException($"{path}, which describes the settings, is missing. Build or install Weft again.");
        return new XmlDocumentation(XDocument.Load(path).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal));
    }

    /// <summary>What a property is for; empty where it has no docstring.</summary>
    public string OfProperty(Type type, string name) => Text($"P:{NameOf(type)}.{name}");

    /// <summary>What a value of an enumeration means.</summary>
    public string OfChoice(Type enumeration, string name) => Text($"F:{NameOf(enumeration)}.{name}");

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private string Text(string member) => _members.TryGetValue(member, out var found) && found.Element("summary") is { } summary
        ? Blanks().Replace(string.Concat(summary.Nodes().Select(Words)), " ").Trim()
        : "";

    private static string Words(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "paramref" or "seealso" } link => LinkText(link),
        XElement { Name.LocalName: "para" } paragraph => " " + string.Concat(paragraph.Nodes().Select(Words)) + " ",
        XElement element => string.Concat(element.Nodes().Select(Words)),
        _ => "",
    };

    /// <summary>What a link is called where nothing can be followed: a setting by its name in JSON, a choice by its word.</summary>
    private static string LinkText(XElement link)
    {
        if (!link.IsEmpty && link.Value.Length > 0)
            return link.Value;
        var target = (link.Attribute("cref") ?? link.Attribute("langword") ?? link.Attribute("name") ?? link.Attribute("href"))?.Value ?? "";
        var name = target[(target.LastIndexOf('.') + 1)..];
        return target.Split(':')[0] switch
        {
            "P" => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name),
            "F" => ChoiceName(target, name),
            _ => name,
        };
    }

    private static string ChoiceName(string target, string name)
    {
        var owner = typeof(XmlDocumentation).Assembly.GetType(target[2..target.LastIndexOf('.')]);
        return owner is { IsEnum: true } && Enum.TryParse(owner, name, out var choice) ? Options.OptionKeys.WordOf(choice) : name;
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, Milliseconds)]
    private static partial Regex Blanks();
}
