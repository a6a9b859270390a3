using Weft.Data.Store;
using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Data.Preparing;

/// <summary>The place of a token store in the cache: <c>CACHE/prepared/KEY</c>.</summary>
/// <param name="cacheFolder">The cache.</param>
/// <param name="key">The key of the preparation.</param>
/// <param name="progress">Hears of checking and waiting.</param>
/// <param name="tell">Hears of a store that is damaged.</param>
/// <param name="stop">Ends it.</param>
internal sealed class StorePlace(string cacheFolder, string key, IProgress<WorkProgress>? progress, Action<string>? tell, CancellationToken stop)
{
    private readonly string _folder = Path.Combine(cacheFolder, "prepared", key[..16]);

    /// <summary>Writes the store, unless there is one whose files are whole. Of several processes one writes, and the others wait for it.</summary>
    /// <param name="tokenizer">The name of its tokenizer.</param>
    /// <param name="write">Writes it into the folder that it is given.</param>
    public PreparedCorpus Fill(string tokenizer, Action<string> write)
    {
        if (Problem() is null)
            return new PreparedCorpus(key, _folder, tokenizer, WasReused: true);

        using var alone = PreparationLock.Take(_folder + ".lock", progress, stop);
        var problem = Problem();
        if (problem is null)
            return new PreparedCorpus(key, _folder, tokenizer, WasReused: true);
        if (problem.Length > 0)
            tell?.Invoke($"{problem} It is prepared anew.");
        DeleteRemains();
        // Whoever reads a damaged store goes on reading its files: they only lose their names.
        AtomicFolder.Create(_folder, write);
        progress?.End("writing the token store");
        return new PreparedCorpus(key, _folder, tokenizer, WasReused: false);
    }

    /// <summary>Null where there is a store that can be used; otherwise what is wrong with it, empty where there is none.</summary>
    private string? Problem()
    {
        if (!Directory.Exists(_folder))
            return "";
        try
        {
            using var store = TokenStore.Open(_folder, progress, stop);
            return store.Manifest.Key == key ? null : $"The token store cannot be used: {_folder} was prepared from another text.";
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return e.Message.Split(Environment.NewLine)[0];
        }
    }

    // A preparation that was killed leaves a folder beside; holding the lock, nobody else is at work on one.
    private void DeleteRemains()
    {
        foreach (var remains in Directory.EnumerateDirectories(Path.GetDirectoryName(_folder)!, $".{Path.GetFileName(_folder)}.*.tmp"))
            Directory.Delete(remains, recursive: true);
    }
}
