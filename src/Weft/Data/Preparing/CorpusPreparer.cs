using System.Text;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Reading;
using Weft.Text.Tokenizers;
using Weft.Text.Tokenizers.Learning;
using Weft.Text.Vocabularies;

namespace Weft.Data.Preparing;

/// <summary>Turns a corpus into a token store, once: a store of the same bytes and options is reused.</summary>
internal static class CorpusPreparer
{
    private const int SampleCharacters = 64_000;

    /// <summary>
    /// Prepares a corpus into <c>CACHE/prepared/KEY</c>. Memory is bounded whatever the size of the corpus, but for a quarter of a byte
    /// a document, with labels two bytes more, and the different words (at most two million; see <see cref="TokenStoreManifest.ForgottenWords"/>). The store is the same, byte
    /// for byte, on every machine and for any number of workers. Several processes may prepare the same corpus at once.
    /// </summary>
    /// <param name="corpus">The text.</param>
    /// <param name="options">How it becomes tokens.</param>
    /// <param name="cacheFolder">The folder of the user's prepared corpora.</param>
    /// <param name="workers">Threads that count and encode; by default one a processor, at most 16.</param>
    /// <param name="progress">Hears how far each pass has come.</param>
    /// <param name="prefersWords">Whether <c>auto</c> takes words where it would learn byte pairs.</param>
    /// <param name="learntBefore">A folder with what was learnt from this corpus before; null to learn it where it is to be learnt.</param>
    /// <param name="own">The tokenizer that a program brought or a model has, whatever the options name; null where it is one of Weft's.</param>
    /// <param name="given">The vocabulary that a model has; null where it is counted, or the tokenizer's.</param>
    /// <param name="source">The same of the sources of pairs, where a model has a vocabulary of their own; null where they are to have one as the options say.</param>
    /// <param name="sourceLearntBefore">As <paramref name="learntBefore"/>, of the sources of pairs.</param>
    /// <param name="tell">Hears of a store that is damaged and therefore prepared anew.</param>
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
        ITokenizer? own = null,
        Vocabulary? given = null,
        SourceEncoding? source = null,
        string? sourceLearntBefore = null,
        Action<string>? tell = null,
        CancellationToken stop = default)
    {
        RequireValid(options);
        var name = own is null ? TokenizerOf(corpus, options, prefersWords) : options.Tokenizer;
        var preparation = new Preparation(corpus, options, workers ?? Workers, cacheFolder, progress, stop, given);
        var isSeparate = options.Vocabularies == VocabularySharing.Separate;
        if (isSeparate)
            source ??= new SourceEncoding(Find(PairSide.Source, sourceLearntBefore));
        var tokenizer = Find(isSeparate ? PairSide.Target : null, learntBefore);
        // Two that are learnt may have other sizes each: then the name is what was asked for.
        if (BpeSize.TryParse(name, out _) && !isSeparate)
            name = $"bpe:{tokenizer.FixedVocabulary!.Count}";
        var key = PreparationKey.Of(corpus, options, tokenizer, given, source: source);
        return new StorePlace(cacheFolder, key, progress, tell, stop).Fill(name, folder => preparation.Write(folder, key, tokenizer, name, source));

        // A run that took another's tokenizer has a copy of it too.
        ITokenizer Find(PairSide? side, string? before) => own is not null ? own
            : !BpeSize.TryParse(name, out var size) ? TokenizerFactory.Create(before is null ? name : $"bpe:{before}")
            : before is null ? new TokenizerLearning(corpus, options, size, side).Find(cacheFolder, preparation, progress, stop)
            : TokenizerLearning.OpenOfRun(before);
    }

    /// <summary>
    /// Encodes a text as a model reads it: with the model's tokenizer and vocabulary, and undivided, all of it in
    /// <see cref="Split.Test"/>. Otherwise as <see cref="Prepare"/>.
    /// </summary>
    /// <param name="corpus">The text.</param>
    /// <param name="options">How the model's own text became tokens.</param>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="vocabulary">The model's.</param>
    /// <param name="source">The same of the sources of pairs, where the model has a vocabulary of their own.</param>
    /// <param name="cacheFolder">The folder of the user's prepared corpora.</param>
    /// <param name="progress">Hears how far each pass has come.</param>
    /// <param name="tell">Hears of a store that is damaged and therefore prepared anew.</param>
    /// <param name="stop">Stops the preparation; nothing is left behind.</param>
    /// <exception cref="ConfigurationException">Options are wrong.</exception>
    /// <exception cref="InvalidDataException">There is no token in the text.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static PreparedCorpus PrepareWhole(
        ICorpusReader corpus,
        DataOptions options,
        ITokenizer tokenizer,
        Vocabulary vocabulary,
        string cacheFolder,
        IProgress<WorkProgress>? progress = null,
        SourceEncoding? source = null,
        Action<string>? tell = null,
        CancellationToken stop = default)
    {
        RequireValid(options);
        var whole = new WholeText(corpus);
        var key = PreparationKey.Of(whole, options, tokenizer, vocabulary, isWhole: true, source);
        var preparation = new Preparation(whole, options, Workers, cacheFolder, progress, stop, vocabulary, isWhole: true);
        return new StorePlace(cacheFolder, key, progress, tell, stop).Fill(options.Tokenizer, folder => preparation.Write(folder, key, tokenizer, options.Tokenizer, source));
    }

    private static int Workers => Math.Clamp(Environment.ProcessorCount, 1, 16);

    private static void RequireValid(DataOptions options)
    {
        var problems = new Problems();
        options.Validate(problems);
        problems.ThrowIfAny();
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
}
