namespace Weft.Foundation;

/// <summary>Where Weft keeps what is not part of a run: one folder a user.</summary>
internal static class WeftFolders
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// The cache folder; it exists and can be written. The first of these that can be written: <c>WEFT_CACHE</c>; the system's
    /// folder for caches (<c>XDG_CACHE_HOME/weft</c> or <c>~/.cache/weft</c>; on Windows <c>weft\cache</c> in the user's local
    /// application data); <c>weft-USER</c> in the temporary folder.
    /// </summary>
    /// <exception cref="IOException">None of them can be written.</exception>
    public static string Cache => FirstWritable(CacheCandidates());

    /// <summary>
    /// The folder of downloaded and prepared data: <c>WEFT_DATA</c>, or <c>data</c> in <see cref="Cache"/>. Its users create it.
    /// </summary>
    public static string Data => Environment.GetEnvironmentVariable("WEFT_DATA") is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.Combine(Cache, "data");

    /// <summary>Whether files can be created in a folder; creates the folder when it is missing.</summary>
    public static bool CanWrite(string folder)
    {
        try
        {
            Create(folder);
            var probe = Path.Combine(folder, $".{Guid.NewGuid():N}.probe");
            // Permission bits do not tell (read-only mounts, the superuser): only writing does.
            using var file = new FileStream(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The first folder of a list in which files can be created; creates it when it is missing.</summary>
    /// <exception cref="IOException">There is none.</exception>
    internal static string FirstWritable(IReadOnlyList<string> candidates) =>
        candidates.FirstOrDefault(CanWrite) ?? throw new IOException(
            $"No folder for caches can be written: tried {string.Join(", ", candidates)}. Set WEFT_CACHE to a folder that can.");

    private static List<string> CacheCandidates()
    {
        var candidates = new List<string>();
        if (Environment.GetEnvironmentVariable("WEFT_CACHE") is { Length: > 0 } named)
            candidates.Add(Path.GetFullPath(named));
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
            candidates.Add(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "weft", "cache"));
        // A relative XDG_CACHE_HOME is to be ignored (XDG Base Directory Specification).
        else if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } caches && Path.IsPathRooted(caches))
            candidates.Add(Path.Combine(caches, "weft"));
        else if (home.Length > 0)
            candidates.Add(Path.Combine(home, ".cache", "weft"));
        candidates.Add(Path.Combine(Path.GetTempPath(), $"weft-{Environment.UserName}"));
        return candidates;
    }

    private static void Create(string folder)
    {
        // Native code is loaded from the cache, so in a shared temporary folder nobody else may put files into it.
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else if (!Directory.Exists(folder))
            Directory.CreateDirectory(folder, OwnerOnly);
    }
}
