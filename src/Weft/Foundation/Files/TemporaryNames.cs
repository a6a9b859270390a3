using System.Text.RegularExpressions;

namespace Weft.Foundation.Files;

/// <summary>
/// What is being written has the name <c>.NAME.32 DIGITS.tmp</c>; an older folder that is being replaced has the same with <c>.old</c>.
/// A process that was killed leaves them behind.
/// </summary>
internal static partial class TemporaryNames
{
    private const string Old = ".old";
    private const int Milliseconds = 1_000;

    /// <summary>A new name beside a file or folder.</summary>
    public static string Beside(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");

    /// <summary>Whether a path has such a name.</summary>
    public static bool IsOne(string path) => Pattern().IsMatch(Path.GetFileName(path));

    /// <summary>Where an older folder goes while the one that was written beside takes its name.</summary>
    public static string Aside(string beside) => beside + Old;

    /// <summary>
    /// Clears up what killed processes have left in a folder: a folder whose replacing was cut off between its two renames gets its
    /// name back, everything else is deleted. Only for whoever is alone in writing there.
    /// </summary>
    /// <param name="folder">The folder; it may be missing. Folders in it are not looked into.</param>
    /// <param name="disk">Renames and deletes.</param>
    public static void ClearUp(string folder, IDisk disk)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.GetFileSystemEntries(folder, ".*").Where(path => Pattern().IsMatch(Path.GetFileName(path))))
        {
            var name = Path.Combine(folder, Pattern().Match(Path.GetFileName(path)).Groups["name"].Value);
            if (!Directory.Exists(path))
                File.Delete(path);
            else if (path.EndsWith(Old, StringComparison.Ordinal) && !Directory.Exists(name))
                disk.MoveFolder(path, name);
            else
                disk.DeleteFolder(path);
        }
    }

    [GeneratedRegex(@"^\.(?<name>.+)\.[0-9a-f]{32}\.tmp(\.old)?$", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex Pattern();
}
