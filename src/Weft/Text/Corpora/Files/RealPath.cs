namespace Weft.Text.Corpora.Files;

/// <summary>Finds where a path really leads.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>The full path with every link on the way, and a link at its end, replaced by what it leads to; null where that is
    /// nothing, or where links lead in a circle.</summary>
    public static string? Of(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var ahead = new Stack<string>();
        Push(ahead, path[real.Length..]);
        for (var links = 0; ahead.TryPop(out var part);)
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }
            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            if (++links > MostLinks)
                return null;
            var root = Path.GetPathRoot(target)!;
            real = root.Length > 0 ? root : real;
            Push(ahead, target[root.Length..]);
        }
        return File.Exists(real) || Directory.Exists(real) ? real : null;
    }

    private static void Push(Stack<string> ahead, string path)
    {
        var parts = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts.Reverse().Where(part => part != "."))
            ahead.Push(part);
    }
}
