using Weft.Foundation;

namespace Weft.Data.Store.Verification;

/// <summary>Checks that the files of a token store are the bytes that were written.</summary>
internal static class StoreVerification
{
    // More would wait for the disk.
    private const int FilesAtOnce = 4;

    // Less is done before anybody could read of it.
    private const long Noticeable = 1 << 28;

    /// <summary>Hashes all files that are not known to be as they were.</summary>
    /// <param name="folder">The store.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The hashes of the store's files, by their names, and how many bytes had to be hashed.</returns>
    /// <exception cref="InvalidDataException">A file is missing, was changed or cannot be read; names it and the remedy.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static (IReadOnlyDictionary<string, string> Hashes, long HashedBytes) Require(string folder, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        var hashes = StoreHashes.Read(folder);
        var verified = VerifiedFiles.Of(folder);
        var hashedFrom = TimeProvider.System.GetUtcNow();
        var files = hashes.Select(entry => (Name: entry.Key, File: Existing(folder, entry.Key), Hash: entry.Value))
            .Where(file => !verified.Knows(file.Name, file.File, file.Hash))
            .Select(file => (file.Name, file.File, Mark: FileMark.Of(file.File, file.Hash)))
            .ToList();
        if (files.Count == 0)
            return (hashes, 0);

        RequireHashes([.. files.Select(file => (file.File, file.Mark.Sha256))], progress, stop);
        var remembered = files.Count(file => verified.Remember(file.Name, file.Mark, hashedFrom));
        if (remembered > 0)
            verified.Save();
        return (hashes, files.Sum(file => file.Mark.Bytes));
    }

    private static FileInfo Existing(string folder, string name)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        return file.Exists ? file : throw TokenStore.Damaged(file.FullName, "is missing");
    }

    private static void RequireHashes(IReadOnlyList<(FileInfo File, string Hash)> files, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        var (done, total) = (0L, files.Sum(file => file.File.Length));
        var problems = new string?[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = stop }, i =>
        {
            problems[i] = ProblemOf(files[i].File.FullName, files[i].Hash, Advance, stop);
        });
        for (var i = 0; i < files.Count; i++)
        {
            if (problems[i] is { } problem)
                throw TokenStore.Damaged(files[i].File.FullName, problem);
        }

        void Advance(int bytes)
        {
            var sum = Interlocked.Add(ref done, bytes);
            if (total >= Noticeable)
                progress?.Report(new WorkProgress("checking prepared text", sum, total, "bytes"));
        }
    }

    private static string? ProblemOf(string path, string hash, Action<int> advance, CancellationToken stop)
    {
        try
        {
            return Hashes.Sha256OfFile(path, advance, stop) == hash ? null : "was changed: its SHA-256 is not the one that it was written with";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {e.Message}";
        }
    }
}
