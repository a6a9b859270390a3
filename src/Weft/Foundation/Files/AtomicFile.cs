namespace Weft.Foundation.Files;

/// <summary>Writes files so that a reader sees the old content or the new, never half of it.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside <paramref name="path"/>, flushes to disk, then renames over it. A link stays, and what it leads to is written.</summary>
    /// <param name="path">The file; its folder is created when it is missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        path = TargetOf(path);
        var folder = Path.GetDirectoryName(path)!;
        Durable.CreateFolder(folder);
        var beside = TemporaryNames.Beside(path);
        try
        {
            AtomicFolder.WriteFile(beside, write, Disk.Instance);
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
        Durable.FlushFolder(folder);
    }

    /// <summary>The full path of the file that is written for a name, after all links.</summary>
    /// <exception cref="IOException">It is a pipe, a device or a folder, which cannot be replaced by a file.</exception>
    public static string TargetOf(string path)
    {
        if (RegularFile.Exists(path) && RegularFile.ProblemOf(path) is { } problem)
            throw new IOException($"{path} {problem}, and cannot be written as a file. Name another.");
        // Links in a circle are an error of the system's own.
        var isLink = new FileInfo(path).LinkTarget is not null;
        return Path.GetFullPath(isLink ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName : path);
    }

    /// <summary>Writes what another file holds.</summary>
    /// <param name="path">The copy.</param>
    /// <param name="source">What is copied.</param>
    public static void WriteCopy(string path, string source) => Write(path, stream =>
    {
        using var original = RegularFile.OpenRead(source);
        original.CopyTo(stream);
    });

    /// <summary>Writes a text as UTF-8 without a byte-order mark.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(StrictUtf8.Encoding.GetBytes(text)));
}
