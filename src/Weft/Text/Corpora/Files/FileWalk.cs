using System.IO.Enumeration;
using Weft.Foundation.Files;

namespace Weft.Text.Corpora.Files;

/// <summary>A file below a folder.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Name">Its path below the folder, with <c>/</c> between its parts.</param>
internal sealed record FoundFile(string Path, string Name);

/// <summary>
/// Finds the files below a folder: the one set of rules for folders and patterns. Hidden files and folders are left out. A link to a
/// file or folder is followed after everything that is no link was found, each real file and folder once, and never in a circle. Pipes,
/// devices and sockets are left out. Whatever is left out is counted.
/// </summary>
/// <param name="pattern">Which names are wanted; null for all.</param>
/// <param name="leftOut">Takes what is left out.</param>
internal sealed class FileWalk(PathPattern? pattern, LeftOut leftOut)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly List<FoundFile> _files = [];
    private readonly HashSet<string> _realFiles = new(StringComparer.Ordinal);
    private readonly HashSet<string> _realFolders = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _links = new();

    /// <summary>The files in ordinal order of their names, which is the same on every system.</summary>
    public IReadOnlyList<FoundFile> Below(string folder)
    {
        Enter(folder, "", RealPath.Of(folder) ?? folder);
        while (_links.TryDequeue(out var link))
            Follow(link);
        return [.. _files.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    private void Enter(string folder, string name, string real)
    {
        if (!_realFolders.Add(real))
        {
            leftOut.AddFolder("linked again");
            return;
        }
        foreach (var entry in EntriesOf(folder, name, real))
            Take(entry);
    }

    private void Take(Entry entry)
    {
        var isWanted = pattern is null || (entry.IsFolder ? pattern.Enters(entry.Name) : pattern.Takes(entry.Name));
        if (!isWanted)
            return;
        if (entry.IsHidden && pattern?.NamesHidden(entry.Name) != true)
            Add(entry, "hidden");
        else if (entry.IsLink)
            _links.Enqueue(entry);
        else if (entry.IsFolder)
            Enter(entry.Path, entry.Name, entry.Real);
        else
            TakeFile(entry, entry.Real);
    }

    private void Follow(Entry link)
    {
        if (RealPath.Of(link.Path) is not { } real)
            leftOut.AddFile("broken link");
        else if (!link.IsFolder)
            TakeFile(link, real);
        else if (link.Real.StartsWith(Path.TrimEndingDirectorySeparator(real) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            leftOut.AddFolder("linked in a circle");
        else
            Enter(link.Path, link.Name, real);
    }

    private void TakeFile(Entry file, string real)
    {
        if (FileStatus.Of(real).Kind != FileKind.Regular)
            leftOut.AddFile("pipe, device or socket");
        else if (!_realFiles.Add(real))
            leftOut.AddFile("linked again");
        else
            _files.Add(new FoundFile(file.Path, file.Name));
    }

    private void Add(Entry entry, string reason)
    {
        if (entry.IsFolder)
            leftOut.AddFolder(reason);
        else
            leftOut.AddFile(reason);
    }

    private List<Entry> EntriesOf(string folder, string name, string real)
    {
        try
        {
            var entries = new FileSystemEnumerable<Entry>(folder, Read, Everything);
            return [.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (UnauthorizedAccessException)
        {
            leftOut.AddFolder("not readable");
            return [];
        }

        Entry Read(ref FileSystemEntry entry)
        {
            var own = entry.FileName.ToString();
            return new Entry(
                entry.ToFullPath(),
                name.Length == 0 ? own : $"{name}/{own}",
                Path.Combine(real, own),
                entry.IsDirectory,
                entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
                entry.IsHidden || own[0] == '.');
        }
    }

    // Real is where the entry itself stands, not what it leads to.
    private readonly record struct Entry(string Path, string Name, string Real, bool IsFolder, bool IsLink, bool IsHidden);
}
