using Weft.Foundation;

namespace Weft.Training;

/// <summary>
/// Keeps two processes from training in one run folder: a file that the system locks, and unlocks when its process ends, however that
/// ends. The file stays, for deleting it could let two in.
/// </summary>
internal static class RunLock
{
    /// <summary>The file's name in the run folder.</summary>
    public const string FileName = ".lock";

    /// <summary>Takes the lock; dispose it to free it.</summary>
    /// <exception cref="IOException">Another training has it.</exception>
    public static IDisposable Take(string run) => Take(run, path =>
        $"Another training is under way in {run}: it holds the lock {path}.{Environment.NewLine}"
        + $"Wait for its end or stop it, then: weft train --resume {ShellQuote.Of(run)}");

    /// <summary>Takes the lock of a folder of another kind; dispose it to free it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="explain">What to say of a lock that another process has.</param>
    /// <exception cref="IOException">Another process has it.</exception>
    public static IDisposable Take(string folder, Func<string, string> explain)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(path))
        {
            throw new IOException(explain(path), e);
        }
    }
}
