using System.IO.Enumeration;
using Weft.Text.Reading;

namespace Weft.Text.Corpora;

/// <summary>Takes the text files of a folder.</summary>
internal static class TextFolder
{
    /// <summary>The folder's official splits, or else all files with known endings below it, in ordinal order; hidden ones
    /// are left out.</summary>
    /// <exception cref="InvalidDataException">There is no file with a known ending.</exception>
    public static TextCorpus Locate(string name, string folder)
    {
        var official = OfficialSplits.Find(folder, out var note);
        if (official.Count > 0)
            return new TextCorpus(name, official);
        var files = InOrder(folder, FilesBelow(folder));
        return files.Count > 0
            ? new TextCorpus(name, files) { Note = note }
            : throw new InvalidDataException($"The folder {folder} holds no text: no file in it ends with {KnownEndings.List}.");
    }

    /// <summary>The files with known endings, in ordinal order of their paths below the folder, the same on every system.</summary>
    public static IReadOnlyList<TextSource> InOrder(string folder, IEnumerable<string> paths)
    {
        var sources = new List<TextSource>();
        foreach (var path in paths.OrderBy(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), StringComparer.Ordinal))
        {
            if (KnownEndings.TryFormatOf(path, out var format))
                sources.Add(new TextSource(path, format, OfficialSplit: null));
        }
        return sources;
    }

    private static FileSystemEnumerable<string> FilesBelow(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
        return new(folder, (ref entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            // A link to a folder above would never end.
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
    }
}
