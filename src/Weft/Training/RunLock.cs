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
    public static IDisposable Take(string run)
    {
        var path = Path.Combine(run, FileName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(path))
        {
            throw new IOException(
                $"Another training is under way in {run}: it holds the lock {path}.{Environment.NewLine}"
                + $"Wait for its end or stop it, then: weft train --resume {run}", e);
        }
    }
}
