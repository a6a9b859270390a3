using System.Text;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Reading;
using Weft.Text.Tokenizers;

namespace Weft.Data;

/// <summary>Turns a corpus into a token store, once: a store of the same bytes and options is reused.</summary>
public static class CorpusPreparer
{
    private const int SampleCharacters = 64_000;

    /// <summary>
    /// Prepares a corpus into <c>CACHE/prepared/KEY</c>. Memory is bounded whatever the size of the corpus, but for 17 bytes a document
    /// and the different words (at most two million; see <see cref="TokenStoreManifest.ForgottenWords"/>). The store is the same, byte
    /// for byte, on every machine and for any number of workers. Several processes may prepare the same corpus at once.
    /// </summary>
    /// <param name="corpus">The text.</param>
    /// <param name="options">How it becomes tokens.</param>
    /// <param name="cacheFolder">The folder of the user's prepared corpora.</param>
    /// <param name="workers">Threads that count and encode; by default one a processor, at most 16.</param>
    /// <param name="progress">Hears how far each pass has come.</param>
    /// <param name="stop">Stops the preparation; nothing is left behind.</param>
    /// <exception cref="ConfigurationException">Options are wrong.</exception>
    /// <exception cref="InvalidDataException">The corpus cannot be divided, or a split has no token.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static PreparedCorpus Prepare(
        ICorpusReader corpus,
        DataOptions options,
        string cacheFolder,
        int? workers = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken stop = default)
    {
        var problems = new Problems();
        options.Validate(problems);
        problems.ThrowIfAny();

        var tokenizerName = TokenizerOf(corpus, options);
        var tokenizer = TokenizerFactory.Create(tokenizerName);
        var key = PreparationKey.Of(corpus.Sources, options, tokenizer);
        var folder = Path.Combine(cacheFolder, "prepared", key[..16]);
        if (IsUsable(folder, key))
            return new PreparedCorpus(key, folder, WasReused: true);

        using var alone = PreparationLock.Take(folder + ".lock", progress, stop);
        if (IsUsable(folder, key))
            return new PreparedCorpus(key, folder, WasReused: true);
        DeleteRemains(folder);
        var threads = workers ?? Math.Clamp(Environment.ProcessorCount, 1, 16);
        var preparation = new Preparation(corpus, options, tokenizer, threads, progress, stop);
        AtomicFolder.Create(folder, beside => preparation.Write(beside, key, tokenizerName));
        progress?.End("writing the token store");
        return new PreparedCorpus(key, folder, WasReused: false);
    }

    private static string TokenizerOf(ICorpusReader corpus, DataOptions options) =>
        options.Tokenizer != "auto" ? options.Tokenizer
        : options.Level == TextLevel.Word ? "blanks"
        : TokenizerGuess.From(SampleOf(corpus));

    private static string SampleOf(ICorpusReader corpus)
    {
        var sample = new StringBuilder();
        foreach (var (piece, _, _) in corpus.Read(new ReadingCounts()))
        {
            sample.Append(piece.Text);
            if (sample.Length >= SampleCharacters)
                break;
        }
        return sample.ToString();
    }

    private static bool IsUsable(string folder, string key)
    {
        try
        {
            using var store = TokenStore.Open(folder);
            return store.Manifest.Key == key;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return false;
        }
    }

    // A preparation that was killed leaves a folder beside; holding the lock, nobody else is at work on one.
    private static void DeleteRemains(string folder)
    {
        foreach (var remains in Directory.EnumerateDirectories(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}.*.tmp"))
            Directory.Delete(remains, recursive: true);
    }
}
