using Weft.Foundation;

namespace Weft.Bench.Fuzzing;

/// <summary>What fuzzing a reader came to.</summary>
/// <param name="Files">Damaged files that were read.</param>
/// <param name="Refused">Those that were refused with an error for users.</param>
/// <param name="Failures">What must not be: another exception, more than ten seconds, or more memory than a small file can ask for.</param>
internal sealed record FuzzResult(int Files, int Refused, IReadOnlyList<string> Failures);

/// <summary>Gives damaged files to a reader.</summary>
internal static class FuzzRun
{
    private const long MostBytes = 2L << 30;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Reads damaged copies of a target's file.</summary>
    /// <param name="target">The reader.</param>
    /// <param name="folder">Where the files go; each takes the place of the one before.</param>
    /// <param name="mutations">How many.</param>
    /// <param name="seed">Determines them.</param>
    public static FuzzResult Of(FuzzTarget target, string folder, int mutations, long seed)
    {
        var path = Path.Combine(folder, target.FileName);
        var (number, refused) = (0, 0);
        var failures = new List<string>();
        foreach (var bytes in ByteMutations.Of(target.Good, mutations, seed))
        {
            File.WriteAllBytes(path, bytes);
            if (Problem(target, path, ref refused) is { } problem)
            {
                failures.Add($"{target.Name}, seed {seed}, file {number}: {problem}");
                // A thread that hangs may still have the file.
                path = Path.Combine(folder, $"{number}-{target.FileName}");
            }
            number++;
        }
        return new FuzzResult(number, refused, failures);
    }

    private static string? Problem(FuzzTarget target, string path, ref int refused)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                target.Read(path);
            }
            catch (Exception e)
            {
                thrown = e;
            }
        })
        { IsBackground = true };
        thread.Start();
        if (!thread.Join(Longest))
            return $"it was not read in {Longest.TotalSeconds:N0} seconds";
        if (thrown is InvalidDataException or ConfigurationException or IOException)
            refused++;
        else if (thrown is not null)
            return thrown.ToString();
        var taken = GC.GetTotalAllocatedBytes(precise: true) - before;
        return taken > MostBytes ? $"it took {taken / 1e6:N0} MB" : null;
    }
}
