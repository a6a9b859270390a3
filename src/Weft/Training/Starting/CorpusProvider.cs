using Weft.Data;
using Weft.Data.Auditing;
using Weft.Data.Auditing.Results;
using Weft.Data.Auditing.Words;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Text.Corpora;
using Weft.Text.Corpora.Files;
using Weft.Text.Corpora.Named;
using Weft.Text.Reading;
using Weft.Text.Reading.Encodings;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Training.Starting;

/// <summary>Finds a run's text and prepares it, or finds it prepared.</summary>
/// <param name="cacheFolder">Where prepared corpora are kept.</param>
/// <param name="dataFolder">Where named corpora are looked for and downloaded to.</param>
/// <param name="openStandardInput">Opens what <c>-</c> reads.</param>
/// <param name="progress">Hears of downloads and preparation.</param>
/// <param name="tell">Hears what the user should know of how the text was understood.</param>
internal sealed class CorpusProvider(
    string cacheFolder, string dataFolder, Func<Stream> openStandardInput, IProgress<WorkProgress>? progress = null, Action<string>? tell = null)
{
    /// <summary>The tokenizer that a program brought; null where the options name one of Weft's.</summary>
    public ITokenizer? OwnTokenizer { get; init; }

    /// <summary>Hears of work on the text.</summary>
    internal IProgress<WorkProgress>? Progress => progress;

    /// <summary>Prepares the text of a training, with the tokens of the run that it starts from, where it does.</summary>
    /// <inheritdoc cref="Prepare(DataOptions, CancellationToken, bool, GivenTokens?)"/>
    public (TokenStore Store, DataOptions Resolved) Prepare(RunOptions options, CancellationToken stop) => Prepare(
        options.Data, stop, prefersWords: options.Vectors.File.Length > 0,
        options.Training.From.Length > 0 ? GivenTokens.Of(RunFolder.Open(options.Training.From), options.Data, OwnTokenizer) : null);

    /// <summary>Prepares a corpus.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <param name="stop">Ends the preparation.</param>
    /// <param name="given">The tokens of a model that is there already; null where they are the text's own.</param>
    /// <param name="prefersWords">Whether <c>auto</c> takes words where it would learn byte pairs: vectors are of words.</param>
    /// <returns>The tokens, and the options with everything resolved: the same text is found from them in any folder.</returns>
    public (TokenStore Store, DataOptions Resolved) Prepare(DataOptions options, CancellationToken stop, bool prefersWords = false, GivenTokens? given = null)
    {
        // Words do best on the default corpus: docs/decisions/0012.
        prefersWords |= ApiDocsCorpus.IsMeant(options.Source);
        var (store, resolved) = Prepare(options, prefersWords, run: null, given, stop);
        if (given is null && TokenizerChoice.TextOf(options, resolved.Tokenizer, store) is { } choice)
            tell?.Invoke(choice);
        return (store, resolved);
    }

    /// <summary>Prepares a text as a model reads it, undivided.</summary>
    /// <param name="options">The model's, with the text's place.</param>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="vocabulary">The model's.</param>
    /// <param name="stop">Ends the preparation.</param>
    /// <param name="source">The model's tokens of sources, where it has others.</param>
    /// <exception cref="InvalidDataException">There is no token in the text.</exception>
    public TokenStore PrepareWhole(DataOptions options, ITokenizer tokenizer, Vocabulary vocabulary, CancellationToken stop, SourceEncoding? source = null)
    {
        // No file is left out because its name is no split's.
        var files = FilesOf(Locate(options with { NamedSplits = false }, stop), options, isWhole: true, stop);
        var store = CorpusPreparer.PrepareWhole(files, options, tokenizer, vocabulary, cacheFolder, progress, source, tell, stop).Open(progress, stop);
        TellOf(store.Manifest);
        return store;
    }

    /// <summary>Prepares the corpus of an earlier run.</summary>
    /// <param name="options">The run's resolved options.</param>
    /// <param name="run">The run.</param>
    /// <param name="stop">Ends the preparation.</param>
    /// <exception cref="InvalidDataException">The text or the vocabulary is not the run's any more; names the files that changed.</exception>
    public TokenStore PrepareAgain(RunOptions options, RunFolder run, CancellationToken stop)
    {
        var text = new TextOfRun(run, options.Data);
        // What it started from need not be there any more: it has a copy of the tokens.
        var given = options.Training.From.Length > 0 ? GivenTokens.Of(run, options.Data, OwnTokenizer) : null;
        return OwnedResources.Build(owned =>
        {
            var store = owned.Add(Prepare(options.Data, prefersWords: false, text, given, stop).Store);
            text.Require(store);
            if (text.Note is { } note)
                tell?.Invoke(note);
            return store;
        });
    }

    /// <summary>Says what is wrong with a text.</summary>
    /// <param name="data">What the user asked for.</param>
    /// <param name="options">What counts as a finding.</param>
    /// <param name="use">Takes the text, what was found, and the words that it is of.</param>
    /// <param name="stop">Ends it.</param>
    public T Audit<T>(DataOptions data, AuditOptions options, Func<ICorpusReader, AuditReport, AuditedText, T> use, CancellationToken stop)
    {
        // Broken bytes are a finding, and no reason to end.
        data = data with { InvalidUtf8 = InvalidUtf8.Replace };
        var files = FilesOf(Locate(data, stop), data, isWhole: false, stop);
        return CorpusAudit.Run(files, data, options, Path.Combine(cacheFolder, "audit"), (report, text) => use(files, report, text), progress, stop);
    }

    private void Tell(IReadOnlyList<string> notes)
    {
        foreach (var note in notes)
            tell?.Invoke(note);
    }

    private void TellOf(TokenStoreManifest manifest)
    {
        Tell(manifest.Notes);
        if (manifest.SkippedRecords.Count > 0)
            tell?.Invoke(ReadingCounts.SkippedOf(manifest.SkippedRecords));
    }

    private CorpusFiles FilesOf(TextCorpus corpus, DataOptions options, bool isWhole, CancellationToken stop)
    {
        var files = new CorpusFiles(corpus, options.ToReading(), progress, isWhole, stop);
        Tell([.. corpus.Notes, .. files.Notes]);
        return files;
    }

    private (TokenStore Store, DataOptions Resolved) Prepare(DataOptions options, bool prefersWords, TextOfRun? run, GivenTokens? given, CancellationToken stop)
    {
        var corpus = Locate(options, stop);
        var files = FilesOf(corpus, options, isWhole: false, stop);
        if (given is null)
            run?.RequireLearntFrom(files.Sources);
        var prepared = CorpusPreparer.Prepare(
            files, options, cacheFolder, progress: progress, prefersWords: prefersWords, learntBefore: run?.TokenizerFolder, own: given?.Tokenizer ?? OwnTokenizer,
            given: given?.Counted, source: given?.Source, sourceLearntBefore: run?.SourceTokenizerFolder, tell: tell, stop: stop);
        var store = prepared.Open(progress, stop);
        TellOf(store.Manifest);
        return (store, options with { Source = Resolve(options.Source, corpus), Tokenizer = TokenizerFactory.Resolve(prepared.Tokenizer) });
    }

    private TextCorpus Locate(DataOptions options, CancellationToken stop) => CorpusLocator.Locate(
        options.Source,
        new CorpusOptions
        {
            DataFolder = dataFolder,
            StandardInput = options.Source == "-" ? openStandardInput() : null,
            NamedSplits = options.NamedSplits,
            Parallel = options is { Second.Length: > 0, ImageSize: 0 } ? new ParallelFiles(options.Field, options.Second) : null,
            ReadsJson = options.Answer.Length > 0,
            HasPictures = options.ImageSize > 0,
        },
        progress,
        stop);

    private static string Resolve(string source, TextCorpus corpus) =>
        corpus.KeptIn is { } kept ? kept
        : NamedCorpora.Find(source) is not null ? source
        : Path.GetFullPath(source);
}
