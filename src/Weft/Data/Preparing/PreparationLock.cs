using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Data.Preparing;

/// <summary>
/// Lets one process at a time prepare a corpus; the others wait and then find it done. The system frees the lock of a process that dies.
/// </summary>
internal static class PreparationLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock; dispose it to free it. The file itself stays, for deleting it would let two processes in.</summary>
    /// <exception cref="IOException">The lock cannot be made, and no other process has it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static IDisposable Take(string path, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                return ExclusiveFile.Open(path);
            }
            catch (IOException e) when (ExclusiveFile.IsHeld(e))
            {
                progress?.Report(new WorkProgress("waiting for another process", 0, null, ""));
                stop.WaitHandle.WaitOne(Pause);
            }
        }
    }
}
