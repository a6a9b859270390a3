using Weft.Foundation.Files;

namespace Weft.Runs;

/// <summary>What a process leaves in a run folder that is killed while it begins there, before <c>config.json</c> makes it a run.</summary>
internal static class RunLeftovers
{
    /// <summary>
    /// Whether a folder is missing or empty, or holds nothing but such files: then a training may begin in it. The lock is the first of them,
    /// and so a folder without it is somebody else's.
    /// </summary>
    public static bool AreAll(RunFolder run)
    {
        if (!Path.Exists(run.Path))
            return true;
        if (!Directory.Exists(run.Path))
            return false;
        var entries = Directory.GetFileSystemEntries(run.Path);
        var theLock = Path.Combine(run.Path, RunLock.FileName);
        return entries.Length == 0 || (File.Exists(theLock) && Array.TrueForAll(entries, entry => entry == theLock || IsOne(run, entry)));
    }

    /// <summary>Deletes them all but the lock, so that nothing of an earlier beginning is taken for the next one's.</summary>
    public static void Delete(RunFolder run)
    {
        TemporaryNames.ClearUp(run.Path, Disk.Instance);
        foreach (var tokenizer in new[] { run.TokenizerFolder, run.SourceTokenizerFolder }.OfType<string>())
            Directory.Delete(tokenizer, recursive: true);
        foreach (var file in run.BeginningFiles)
            File.Delete(file);
    }

    private static bool IsOne(RunFolder run, string path) => FileStatus.Of(path).Kind switch
    {
        FileKind.Regular => run.BeginningFiles.Contains(path) || TemporaryNames.IsOne(path),
        FileKind.Folder => path == run.TokenizerPlace || path == run.SourceTokenizerPlace || TemporaryNames.IsOne(path),
        _ => false,
    };
}
