using System.Text;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Reading;
using Weft.Text.Tokenizers;
using Weft.Text.Tokenizers.Learning;

namespace Weft.Data;

/// <summary>Turns a corpus into a token store, once: a store of the same bytes and options is reused.</summary>
public static class CorpusPreparer
{
    private const int SampleCharacters = 64_000;

    /// <summary>
    /// Prepares a corpus into <c>CACHE/prepared/KEY</c>. Memory is bounded whatever the size of the corpus, but for 29 bytes a document
    /// and the different words (at most two million; see <see cref="TokenStoreManifest.ForgottenWords"/>). The store is the same, byte
    /// for byte, on every machine and for any number of workers. Several processes may prepare the same corpus at once.
    /// </summary>
    /// <param name="corpus">The text.</param>
    /// <param name="options">How it becomes tokens.</param>
    /// <param name="cacheFolder">The folder of the user's prepared corpora.</param>
    /// <param name="workers">Threads that count and encode; by default one a processor, at most 16.</param>
    /// <param name="progress">Hears how far each pass has come.</param>
    /// <param name="prefersWords">Whether <c>auto</c> takes words where it would learn byte pairs.</param>
    /// <param name="learntBefore">A folder with what was learnt from this corpus before; null to learn it where it is to be learnt.</param>
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
        bool prefersWords = false,
        string? learntBefore = null,
        CancellationToken stop = default)
    {
        var problems = new Problems();
        options.Validate(problems);
        problems.ThrowIfAny();

        var name = TokenizerOf(corpus, options, prefersWords);
        var threads = workers ?? Math.Clamp(Environment.ProcessorCount, 1, 16);
        var preparation = new Preparation(corpus, options, threads, progress, stop);
        // A run that took another's tokenizer has a copy of it too.
        var tokenizer = !BpeSize.TryParse(name, out var size) ? TokenizerFactory.Create(learntBefore is null ? name : $"bpe:{learntBefore}")
            : learntBefore is null ? new TokenizerLearning(corpus, options, size).Find(cacheFolder, preparation, progress, stop)
            : new TokenizerLearning(corpus, options, size).OpenOfRun(learntBefore);
        if (BpeSize.TryParse(name, out _))
            name = $"bpe:{tokenizer.FixedVocabulary!.Count}";
        var key = PreparationKey.Of(corpus.Sources, options, tokenizer);
        var folder = Path.Combine(cacheFolder, "prepared", key[..16]);
        if (IsUsable(folder, key))
            return new PreparedCorpus(key, folder, name, WasReused: true);

        using var alone = PreparationLock.Take(folder + ".lock", progress, stop);
        if (IsUsable(folder, key))
            return new PreparedCorpus(key, folder, name, WasReused: true);
        DeleteRemains(folder);
        AtomicFolder.Create(folder, beside => preparation.Write(beside, key, tokenizer, name));
        return new PreparedCorpus(key, folder, name, WasReused: false);
    }

    private static string TokenizerOf(ICorpusReader corpus, DataOptions options, bool prefersWords) =>
        options.Tokenizer != "auto" ? options.Tokenizer
        : options.Level == TextLevel.Word ? "blanks"
        : TokenizerGuess.From(SampleOf(corpus)) ?? (prefersWords ? "words" : "bpe");

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
