using System.IO.Enumeration;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Weft.Text.Corpora.Files;

/// <summary>A pattern such as <c>docs/**/*.md</c>, divided into the folder that it stands in and what it asks of names below.</summary>
internal sealed class PathPattern
{
    private const string AnyFolders = "**";

    private readonly string[] _parts;
    private readonly Matcher _matcher = new(StringComparison.Ordinal);

    /// <summary>Reads a pattern that was made a full path.</summary>
    public PathPattern(string pattern)
    {
        var parts = pattern.Split(Path.DirectorySeparatorChar);
        var fixedParts = parts.TakeWhile(part => !part.Contains('*')).ToList();
        // The root of the file system is the empty part before the first separator.
        Folder = string.Join(Path.DirectorySeparatorChar, fixedParts) + Path.DirectorySeparatorChar;
        _parts = parts[fixedParts.Count..];
        _matcher.AddInclude(string.Join('/', _parts));
    }

    /// <summary>The folder below which files are looked for.</summary>
    public string Folder { get; }

    /// <summary>The ending that the pattern itself names, such as <c>.html</c>; empty where it names none.</summary>
    public string Ending => _parts[^1].LastIndexOf('*') is var star && _parts[^1].LastIndexOf('.') is var dot && dot > star ? _parts[^1][dot..] : "";

    /// <summary>Whether a file is wanted.</summary>
    /// <param name="name">Its path below the folder, with <c>/</c> between its parts.</param>
    public bool Takes(string name) => _matcher.Match(name).HasMatches;

    /// <summary>Whether wanted files may lie below a folder.</summary>
    public bool Enters(string name)
    {
        var folders = name.Split('/');
        for (var i = 0; i < folders.Length; i++)
        {
            if (i < _parts.Length && _parts[i] == AnyFolders)
                return true;
            // The last part is for the names of files.
            if (i >= _parts.Length - 1 || !FileSystemName.MatchesSimpleExpression(_parts[i], folders[i], ignoreCase: false))
                return false;
        }
        return true;
    }

    /// <summary>Whether the pattern asks for a hidden name, as a shell understands it: by a part that begins with a dot.</summary>
    /// <param name="name">A path below the folder, the last part of which is hidden.</param>
    public bool NamesHidden(string name)
    {
        var depth = name.Count('/');
        var own = name[(name.LastIndexOf('/') + 1)..];
        var any = Array.IndexOf(_parts, AnyFolders);
        // Behind ** a part may stand for a name at any depth.
        var parts = any >= 0 && any <= depth ? _parts[any..] : _parts[depth..(depth + 1)];
        return parts.Any(part => part[0] == '.' && FileSystemName.MatchesSimpleExpression(part, own, ignoreCase: false));
    }
}
