using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Data.Store.Verification;

/// <summary>
/// Remembers which files had which hash, by their size and times, so that a token store is not hashed at every opening. It lies beside
/// the store's folder and may be deleted at any time.
/// </summary>
internal sealed class VerifiedFiles
{
    private const int CurrentSchema = 1;

    // A file that is written within one tick of its times after it was hashed looks as it did before. FAT has the coarsest: 2 seconds.
    private static readonly TimeSpan Granularity = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly Dictionary<string, FileMark> _marks;

    private VerifiedFiles(string path, Dictionary<string, FileMark> marks) => (_path, _marks) = (path, marks);

    /// <summary>Reads what is remembered of a store; nothing where that is missing or damaged.</summary>
    public static VerifiedFiles Of(string storeFolder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(storeFolder)) + ".verified";
        try
        {
            var content = WeftJson.ReadFile<Content>(path, "list of verified files");
            return new VerifiedFiles(path, content.Schema == CurrentSchema ? content.Files : []);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new VerifiedFiles(path, []);
        }
    }

    /// <summary>Whether a file is as it was when it had this hash.</summary>
    public bool Knows(string name, FileInfo file, string hash) => _marks.TryGetValue(name, out var mark) && mark == FileMark.Of(file, hash);

    /// <summary>Remembers the hash of a file.</summary>
    /// <param name="name">Its name in the store.</param>
    /// <param name="mark">Its size and times from before it was hashed.</param>
    /// <param name="hashedFrom">When hashing began.</param>
    /// <returns>Whether it is remembered: a file that was written just now could still change without showing it.</returns>
    public bool Remember(string name, FileMark mark, DateTimeOffset hashedFrom)
    {
        var isAtRest = mark.Modified < (hashedFrom - Granularity).UtcDateTime;
        if (isAtRest)
            _marks[name] = mark;
        return isAtRest;
    }

    /// <summary>Writes everything; where that cannot be, the store is hashed again next time.</summary>
    public void Save()
    {
        try
        {
            WeftJson.WriteFile(_path, new Content(CurrentSchema, _marks));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Others may open a store that they cannot write beside.
        }
    }

    private sealed record Content(int Schema, Dictionary<string, FileMark> Files);
}

/// <summary>What a file looks like from outside, and the hash that it then had.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Modified">When it was written to last, by the time that programs can set.</param>
/// <param name="Changed">When anything of it changed last: see <see cref="FileStatus.Changed"/>.</param>
/// <param name="Sha256">The hash.</param>
internal sealed record FileMark(long Bytes, DateTime Modified, long Changed, string Sha256)
{
    public static FileMark Of(FileInfo file, string hash) => new(file.Length, file.LastWriteTimeUtc, FileStatus.Of(file.FullName).Changed, hash);
}
