using Microsoft.Extensions.FileSystemGlobbing;

namespace Weft.Text.Corpora;

/// <summary>Takes the files that a pattern such as <c>docs/**/*.md</c> matches.</summary>
internal static class TextGlob
{
    /// <summary>The matching files with known endings, in ordinal order.</summary>
    /// <param name="name">What the user gave.</param>
    /// <param name="pattern">The same as a full path.</param>
    /// <exception cref="InvalidDataException">No file matches, or none that matches has a known ending.</exception>
    public static TextCorpus Locate(string name, string pattern)
    {
        var parts = pattern.Split(Path.DirectorySeparatorChar);
        var fixedParts = parts.TakeWhile(part => !part.Contains('*')).ToList();
        // The root of the file system is the empty part before the first separator.
        var folder = string.Join(Path.DirectorySeparatorChar, fixedParts) + Path.DirectorySeparatorChar;
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(string.Join('/', parts.Skip(fixedParts.Count)));
        var matches = Directory.Exists(folder) ? matcher.GetResultsInFullPath(folder).ToList() : [];
        if (matches.Count == 0)
            throw new InvalidDataException($"No file matches {pattern}. Quote the pattern, so that the shell does not expand it.");
        var files = TextFolder.InOrder(folder, matches);
        return files.Count > 0
            ? new TextCorpus(name, files)
            : throw new InvalidDataException($"No file that matches {pattern} has an ending that Weft knows: {KnownEndings.List}.");
    }
}
