namespace Weft.Foundation.Files;

/// <summary>
/// Opens files for reading: the only way in which the library does, but for standard input. A pipe, a device or a folder of that name is an error; opened as files are, a pipe would
/// wait for ever, and a device might never end.
/// </summary>
internal static class RegularFile
{
    private const int Buffer = 1 << 16;

    /// <summary>Refuses whatever is there and is no file.</summary>
    /// <exception cref="InvalidDataException">It is something else; says what.</exception>
    public static void Require(string path)
    {
        if (ProblemOf(path) is { } problem)
            throw new InvalidDataException($"{path} {problem}, and a file is expected. Put a file there, or name another.");
    }

    /// <summary>The same where there must be a folder.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static void RequireFolder(string path)
    {
        if (Path.Exists(path) && FileStatus.Of(path).Kind != FileKind.Folder)
            throw new InvalidDataException($"{path} is no folder, and one is expected. Put the folder back, or take that away.");
    }

    /// <summary>What is wrong with a name where a file is expected, to follow the name; null where it is a file, or nothing at all.</summary>
    public static string? ProblemOf(string path) => FileStatus.Of(path).Kind switch
    {
        FileKind.Folder => "is a folder",
        FileKind.Pipe => "is a pipe",
        FileKind.Device => "is a device or a socket",
        FileKind.Missing when new FileInfo(path).LinkTarget is { } target => $"is a link to {target}, which leads to no file",
        _ => null,
    };

    /// <summary>Whether there is something of that name; a link that leads nowhere is nothing.</summary>
    public static bool Exists(string path) => FileStatus.Of(path).Kind != FileKind.Missing;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What others may do meanwhile.</param>
    /// <param name="buffer">Bytes that are read at once.</param>
    /// <exception cref="InvalidDataException">It is no file.</exception>
    /// <exception cref="FileNotFoundException">It is missing.</exception>
    public static FileStream OpenRead(string path, FileShare share = FileShare.Read, int buffer = Buffer)
    {
        Require(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, share, buffer, FileOptions.SequentialScan);
    }

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="InvalidDataException">It is no file.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        Require(path);
#pragma warning disable RS0030 // It was looked at.
        return File.ReadAllBytes(path);
    }

    /// <summary>The lines of a text, one after another.</summary>
    /// <exception cref="InvalidDataException">It is no file.</exception>
    public static IEnumerable<string> ReadLines(string path)
    {
        Require(path);
        return File.ReadLines(path, StrictUtf8.Encoding);
    }

    /// <summary>A whole text.</summary>
    /// <exception cref="InvalidDataException">It is no file.</exception>
    public static string ReadAllText(string path)
    {
        Require(path);
        return File.ReadAllText(path, StrictUtf8.Encoding);
#pragma warning restore RS0030
    }
}
