using Weft.Foundation;

namespace Weft.Text.Corpora;

/// <summary>Tells whether two corpora are the same bytes under the same names, wherever they lie.</summary>
internal static class CorpusFingerprint
{
    /// <summary>Hashes every file of a corpus, in the corpus's order.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="progress">Hears how much was read, in bytes.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<SourceHash> Of(TextCorpus corpus, IProgress<WorkProgress>? progress = null, CancellationToken stop = default)
    {
        var folder = SharedFolder(corpus);
        var sizes = corpus.Sources.Select(source => SizeOf(source.Path) + (source.Second is { } second ? SizeOf(second) : 0)).ToList();
        var total = sizes.Sum();
        var done = 0L;
        var hashes = new List<SourceHash>();
        foreach (var (source, size) in corpus.Sources.Zip(sizes))
        {
            var name = Path.GetRelativePath(folder, source.Path).Replace('\\', '/');
            var hash = Hashes.Sha256OfFile(source.Path, Report, stop);
            // Of two files the hashes, one behind the other, are hashed.
            hashes.Add(new SourceHash(name, size, source.Second is { } second ? Hashes.Sha256(hash + Hashes.Sha256OfFile(second, Report, stop)) : hash));
        }
        progress?.Report(new WorkProgress("hashing files", total, total, "bytes"));
        return hashes;

        void Report(int bytes) => progress?.Report(new WorkProgress("hashing files", done += bytes, total, "bytes"));
    }

    /// <summary>The size of a file: of what a link leads to, not of the link.</summary>
    internal static long SizeOf(string path)
    {
        using var file = File.OpenHandle(path);
        return RandomAccess.GetLength(file);
    }

    private static string SharedFolder(TextCorpus corpus)
    {
        var folder = Path.GetDirectoryName(corpus.Sources[0].Path)!;
        while (!corpus.Sources.All(source => source.Path.StartsWith(WithSeparator(folder), StringComparison.Ordinal)))
        {
            if (Path.GetDirectoryName(folder) is not { } above)
                break;
            folder = above;
        }
        return folder;
    }

    private static string WithSeparator(string folder) =>
        Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;
}
