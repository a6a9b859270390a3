using Weft.Foundation;

namespace Weft.Training;

/// <summary>What a process leaves in a run folder that is killed while it begins there, before <c>config.json</c> makes it a run.</summary>
internal static class RunLeftovers
{
    private static readonly string[] Names = [RunLock.FileName, "vocabulary.json", "vectors.json", "class-weights.tsv"];

    /// <summary>Whether a path is such a file. Each is written whole, so that what has the name and is no file is somebody else's.</summary>
    public static bool IsOne(string path) => FileStatus.Of(path).Kind == FileKind.Regular
        && (Names.Contains(Path.GetFileName(path)) || TemporaryNames.IsOne(path));
}
