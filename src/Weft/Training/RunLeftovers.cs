using Weft.Foundation;

namespace Weft.Training;

/// <summary>What a process leaves in a run folder that is killed while it begins there, before <c>config.json</c> makes it a run.</summary>
internal static class RunLeftovers
{
    private static readonly string[] Names = [RunLock.FileName, "vocabulary.json", "corpus.json", "vectors.json", "class-weights.tsv"];

    /// <summary>
    /// Whether a folder is missing or empty, or holds nothing but such files: then a training may begin in it. The lock is the first of them,
    /// and so a folder without it is somebody else's.
    /// </summary>
    public static bool AreAll(string folder)
    {
        if (!Path.Exists(folder))
            return true;
        if (!Directory.Exists(folder))
            return false;
        var entries = Directory.GetFileSystemEntries(folder);
        return entries.Length == 0 || (File.Exists(Path.Combine(folder, RunLock.FileName)) && Array.TrueForAll(entries, IsOne));
    }

    private static bool IsOne(string path) => FileStatus.Of(path).Kind switch
    {
        FileKind.Regular => Names.Contains(Path.GetFileName(path)) || TemporaryNames.IsOne(path),
        FileKind.Folder => Path.GetFileName(path) == RunFolder.Tokenizer || TemporaryNames.IsOne(path),
        _ => false,
    };
}
