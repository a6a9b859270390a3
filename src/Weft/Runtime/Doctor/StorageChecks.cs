using Weft.Foundation;

namespace Weft.Runtime.Doctor;

/// <summary>The checks of memory, disk and folders.</summary>
internal static class StorageChecks
{
    private const double Gigabyte = 1 << 30;

    // For 13 million parameters: weights, gradients and Adam's state are 0.2 GB, the logits of a step (2,048 x 33,280, three
    // times over) 0.8 GB, and three checkpoints 0.5 GB.
    private const double AdvisedMemory = 2 * Gigabyte;
    private const double AdvisedDisk = 1 * Gigabyte;

    public static DoctorCheck OfMemory()
    {
        var free = Memory.AvailableBytes;
        return DoctorCheck.Advised(
            "memory", $"{free / Gigabyte:F1} GB free", free >= AdvisedMemory, "Close other programs, or train a smaller model or batch.");
    }

    public static DoctorCheck OfDisk(string folder)
    {
        try
        {
            var free = new DriveInfo(NearestExisting(folder)).AvailableFreeSpace;
            return DoctorCheck.Advised(
                "disk", $"{free / Gigabyte:F1} GB free", free >= AdvisedDisk, "Free some space, or write the runs to another disk.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return DoctorCheck.Fine("disk", $"free space unknown ({e.Message})");
        }
    }

    public static DoctorCheck OfRunsFolder(string folder)
    {
        var canWrite = WeftFolders.CanWrite(NearestExisting(folder));
        return DoctorCheck.Required(
            "run folder", $"{folder} {(canWrite ? "can" : "cannot")} be written", canWrite, "Start Weft in a folder of your own.");
    }

    public static DoctorCheck OfCache()
    {
        try
        {
            return DoctorCheck.Required("cache folder", $"{WeftFolders.Cache} can be written", ok: true, "");
        }
        catch (IOException e)
        {
            return DoctorCheck.Required("cache folder", "cannot be written", ok: false, e.Message);
        }
    }

    /// <summary>Looks for the default corpus, on which <c>weft train</c> trains where no text is named.</summary>
    /// <param name="folder">Where it should lie.</param>
    public static DoctorCheck OfCorpus(string folder)
    {
        var count = DefaultCorpus.Files(folder).Count();
        return DoctorCheck.Required(
            "default corpus", count > 0 ? $"api-docs, {count} files in {folder}" : $"api-docs is not in {folder}", count > 0,
            "Restore and build again: dotnet build --force; or name text of your own: --data FILE.");
    }

    /// <summary>The folder, or the one in which it would be created: looking must not leave anything behind.</summary>
    private static string NearestExisting(string folder)
    {
        var nearest = Path.GetFullPath(folder);
        // A file in the folder's place stays the answer: nothing can be written there.
        while (!Path.Exists(nearest) && Path.GetDirectoryName(nearest) is { } parent)
            nearest = parent;
        return nearest;
    }
}
