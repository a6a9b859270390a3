using Weft.Data.Store.Verification;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Data.Store;

/// <summary>A corpus as token ids on disk. Format: docs/formats.md.</summary>
internal sealed class TokenStore : IDisposable
{
    private readonly FileTokens[] _splits;

    private TokenStore(string folder, TokenStoreManifest manifest, Vocabulary vocabulary, Vocabulary? source, StoreNames names, FileTokens[] splits)
    {
        (Folder, Manifest, Vocabulary, SourceVocabulary, _splits) = (folder, manifest, vocabulary, source, splits);
        (TagNames, LabelNames) = names;
    }

    /// <summary>The folder that holds the store.</summary>
    public string Folder { get; }

    /// <summary>The folder of the files of its tokenizer, where that was learnt from text; else null.</summary>
    public string? TokenizerFolder => Directory.Exists(TokenStoreFiles.Tokenizer(Folder)) ? TokenStoreFiles.Tokenizer(Folder) : null;

    /// <summary>The same of the tokenizer of pairs' sources, where they have a vocabulary of their own.</summary>
    public string? SourceTokenizerFolder => Directory.Exists(TokenStoreFiles.SourceTokenizer(Folder)) ? TokenStoreFiles.SourceTokenizer(Folder) : null;

    /// <summary>What the store holds and where that came from.</summary>
    public TokenStoreManifest Manifest { get; }

    /// <summary>The vocabulary of the ids; of pairs whose sources have one of their own, that of the targets.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The vocabulary of pairs' sources; null where they have that of all ids.</summary>
    public Vocabulary? SourceVocabulary { get; }

    /// <summary>The part-of-speech tags by their ids; the first two stand for words without a tag and for ends of text. Empty
    /// where the text has no tags.</summary>
    public IReadOnlyList<string> TagNames { get; }

    /// <summary>The tags of the text itself: id less <see cref="TagTable.Reserved"/> numbers them.</summary>
    public IReadOnlyList<string> OwnTagNames => [.. TagNames.Skip(TagTable.Reserved)];

    /// <summary>The labels by their ids: those of the training split by falling frequency, equally frequent ones in ordinal order, then those
    /// that it does not have. Empty where documents have no labels.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>The tokens of a split; valid until the store is disposed.</summary>
    public TokenSequence this[Split split] => _splits[(int)split];

    /// <summary>
    /// Opens a store whose files are the bytes that were written: all of them are hashed, at one to two GB/s on each of up to four cores. That
    /// is remembered beside the folder, by size and time of each file, so that it is done once.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Hears how far the checking is.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="InvalidDataException">A file is missing, damaged or of another version; names it and the remedy.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static TokenStore Open(string folder, IProgress<WorkProgress>? progress = null, CancellationToken stop = default)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Token stores are little-endian, and this machine is not.");
        var (hashes, _) = StoreVerification.Require(folder, progress, stop);
        if (new[] { TokenStoreFiles.Manifest, TokenStoreFiles.Vocabulary }.FirstOrDefault(name => !hashes.ContainsKey(name)) is { } unnamed)
            throw Damaged(Path.Combine(folder, StoreHashes.FileName), $"does not name {unnamed}");
        var manifest = WeftJson.ReadFile<TokenStoreManifest>(Path.Combine(folder, TokenStoreFiles.Manifest), "manifest of the token store");
        TokenStoreCheck.RequireManifest(folder, manifest, hashes);
        var vocabulary = ReadVocabulary(Path.Combine(folder, TokenStoreFiles.Vocabulary), manifest.VocabularyHash, manifest.VocabularySize, manifest.TokenizerIdentity);
        var source = manifest.SourceVocabulary is not { } record ? null
            : ReadVocabulary(Path.Combine(folder, TokenStoreFiles.SourceVocabulary), record.VocabularyHash, record.VocabularySize, record.TokenizerIdentity);
        var names = new StoreNames(
            ReadNames(folder, TokenStoreFiles.TagNames, manifest.TagNamesHash, TagTable.Load),
            ReadNames(folder, TokenStoreFiles.LabelNames, manifest.LabelNamesHash, LabelTable.Load));
        return OwnedResources.Build(owned =>
        {
            var splits = TokenStoreFiles.Splits.Select(split => owned.Add(OpenSplit(folder, split, manifest, names))).ToArray();
            foreach (var split in TokenStoreFiles.Splits)
                TokenStoreCheck.RequireOffsets(folder, split, splits[(int)split]);
            return new TokenStore(folder, manifest, vocabulary, source, names, splits);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var split in _splits)
            split.Dispose();
    }

    private static FileTokens OpenSplit(string folder, Split split, TokenStoreManifest manifest, StoreNames names) => OwnedResources.Build(owned =>
    {
        var record = manifest[split];
        return new FileTokens(
            Column(TokenStoreFiles.TokenColumn, manifest.IdLimit)!,
            Column(TokenStoreFiles.DocumentColumn, 0)!.File,
            Column(TokenStoreFiles.TagColumn, names.Tags.Count),
            Column(TokenStoreFiles.LabelColumn, names.Labels.Count),
            record.Columns.ContainsKey(TokenStoreFiles.PictureColumn)
                ? owned.Add(new StorePictures(File(TokenStoreFiles.PictureColumn), File(TokenStoreFiles.PicturedColumn), File(TokenStoreFiles.PictureNameColumn), record))
                : null,
            record);

        StoreColumn? Column(string name, int limit) => record.Columns.TryGetValue(name, out var column)
            ? new StoreColumn(File(name), column.Width, limit)
            : null;

        StoreFile File(string name) => owned.Add(new StoreFile(TokenStoreFiles.Column(folder, split, name)));
    });

    private static Vocabulary ReadVocabulary(string path, string hash, int size, string identity)
    {
        var (vocabulary, tokenizer) = VocabularyFile.Load(path);
        return vocabulary.Hash == hash && vocabulary.Count == size && tokenizer == identity ? vocabulary : throw Damaged(path, "is not the one that the manifest names");
    }

    private static IReadOnlyList<string> ReadNames(string folder, string file, string? hash, Func<string, IReadOnlyList<string>> load)
    {
        if (hash is null)
            return [];
        var path = Path.Combine(folder, file);
        var names = load(path);
        return Hashes.Sha256(string.Join('\n', names)) == hash ? names : throw Damaged(path, "is not the one that the manifest names");
    }

    /// <summary>What is wrong, and on a line of its own the remedy.</summary>
    internal static InvalidDataException Damaged(string path, string problem) =>
        new($"The token store cannot be used: {path} {problem}.{Environment.NewLine}Delete the folder and prepare the data again.");

    private readonly record struct StoreNames(IReadOnlyList<string> Tags, IReadOnlyList<string> Labels);
}
