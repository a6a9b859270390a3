namespace Weft.Foundation;

/// <summary>Creates folders that exist only when complete.</summary>
public static class AtomicFolder
{
    /// <summary>Fills a folder beside <paramref name="path"/>, flushes it, then renames it; an older folder of that name is replaced.</summary>
    /// <param name="path">The folder to create.</param>
    /// <param name="fill">Writes the content into the folder that it is given.</param>
    /// <exception cref="IOException">The disk is full or the place cannot be written; nothing is left behind.</exception>
    public static void Create(string path, Action<string> fill)
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(parent);
        var beside = Path.Combine(parent, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(beside);
            fill(beside);
            Durable.FlushFolder(beside);
            Replace(beside, path);
        }
        catch
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
            throw;
        }
        Durable.FlushFolder(parent);
    }

    /// <summary>The old folder goes aside whole before it is deleted: deleting takes time, in which there would be neither.</summary>
    private static void Replace(string beside, string path)
    {
        var aside = beside + ".old";
        if (Directory.Exists(path))
            Directory.Move(path, aside);
        Directory.Move(beside, path);
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
    }
}
