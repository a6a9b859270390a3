using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Runs;

/// <summary>
/// Keeps two processes from training in one run folder: a file that the system locks, and unlocks when its process ends, however that
/// ends. The file stays, for deleting it could let two in.
/// </summary>
internal static class RunLock
{
    /// <summary>The file's name in the run folder.</summary>
    public const string FileName = ".lock";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes the lock; dispose it to free it.</summary>
    /// <exception cref="IOException">Another training has it, or it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be written to.</exception>
    public static IDisposable Take(string run) => Take(run, path =>
        $"Another training is under way in {run}: it holds the lock {path}.{Environment.NewLine}"
        + $"Wait for its end or stop it, then: weft train --resume {ShellQuote.Of(run)}");

    /// <summary>Takes the lock of a folder of another kind; dispose it to free it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="explain">What to say of a lock that another process has.</param>
    /// <exception cref="IOException">Another process has it, or it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be written to.</exception>
    public static IDisposable Take(string folder, Func<string, string> explain)
    {
        var path = Path.Combine(folder, FileName);
        RegularFile.Require(path);
        try
        {
            return ExclusiveFile.Open(path);
        }
        catch (IOException e) when (ExclusiveFile.IsHeld(e))
        {
            throw new IOException(explain(path), e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"{folder} cannot be written to: there is no permission for its lock {path}.", e);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new IOException($"{folder} cannot be written to, and a training must: {e.Message}", e.HResult);
        }
    }

    /// <summary>Waits until nobody has the lock of a folder, or for so long.</summary>
    /// <param name="folder">The folder; where it is missing, nobody has its lock.</param>
    /// <param name="patience">How long.</param>
    /// <param name="stop">Ends the waiting.</param>
    public static void WaitUntilFree(string folder, TimeSpan patience, CancellationToken stop)
    {
        for (var waited = TimeSpan.Zero; IsHeld(folder) && waited < patience; waited += Pause)
        {
            if (stop.WaitHandle.WaitOne(Pause))
                return;
        }
    }

    private static bool IsHeld(string folder)
    {
        if (!File.Exists(Path.Combine(folder, FileName)))
            return false;
        var isHeld = false;
        try
        {
            Take(folder, _ =>
            {
                isHeld = true;
                return "";
            }).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // What else is wrong with it the training will say.
        }
        return isHeld;
    }
}
