namespace Weft.Foundation.Files;

/// <summary>Creates folders that exist only when complete, and deletes them so that none exists in part.</summary>
internal static class AtomicFolder
{
    /// <summary>Fills a folder beside <paramref name="path"/>, flushes it, then renames it; an older folder of that name is replaced.</summary>
    /// <param name="path">The folder to create.</param>
    /// <param name="fill">Writes the content into the folder that it is given.</param>
    /// <exception cref="IOException">The disk is full or the place cannot be written; nothing is left behind.</exception>
    public static void Create(string path, Action<string> fill) => Create(path, fill, Disk.Instance);

    /// <summary>The same on a disk of the caller's choice.</summary>
    internal static void Create(string path, Action<string> fill, IDisk disk)
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Durable.CreateFolder(parent);
        var beside = TemporaryNames.Beside(path);
        try
        {
            Directory.CreateDirectory(beside);
            fill(beside);
            disk.FlushFolder(beside);
            Replace(beside, path, disk);
        }
        catch
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
            throw;
        }
        disk.FlushFolder(parent);
    }

    /// <summary>Writes a file of a folder that is being filled, and flushes it: the folder's own name is what makes it visible.</summary>
    internal static void WriteFile(string path, Action<Stream> write, IDisk disk)
    {
        using var stream = disk.Create(path);
        write(stream);
        disk.Flush(stream);
    }

    /// <summary>Deletes a folder: it first loses its name, so that nobody takes the rest of it for the whole.</summary>
    internal static void Delete(string path, IDisk disk)
    {
        var beside = TemporaryNames.Beside(path);
        disk.MoveFolder(path, beside);
        disk.DeleteFolder(beside);
    }

    /// <summary>The old folder goes aside whole before it is deleted: deleting takes time, in which there would be neither.</summary>
    private static void Replace(string beside, string path, IDisk disk)
    {
        var aside = TemporaryNames.Aside(beside);
        if (Directory.Exists(path))
            disk.MoveFolder(path, aside);
        disk.MoveFolder(beside, path);
        if (Directory.Exists(aside))
            disk.DeleteFolder(aside);
    }
}
