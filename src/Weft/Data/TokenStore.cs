using Weft.Foundation;
using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Data;

/// <summary>A corpus as token ids on disk, memory-mapped. Format: docs/formats.md.</summary>
public sealed class TokenStore : IDisposable
{
    private readonly MappedTokens[] _splits;

    private TokenStore(string folder, TokenStoreManifest manifest, Vocabulary vocabulary, IReadOnlyList<string> tagNames, MappedTokens[] splits) =>
        (Folder, Manifest, Vocabulary, TagNames, _splits) = (folder, manifest, vocabulary, tagNames, splits);

    /// <summary>The folder that holds the store.</summary>
    public string Folder { get; }

    /// <summary>The folder of the files of its tokenizer, where that was learnt from text; else null.</summary>
    public string? TokenizerFolder => Directory.Exists(TokenStoreFiles.Tokenizer(Folder)) ? TokenStoreFiles.Tokenizer(Folder) : null;

    /// <summary>What the store holds and where that came from.</summary>
    public TokenStoreManifest Manifest { get; }

    /// <summary>The vocabulary of the ids.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The part-of-speech tags by their ids; the first two stand for words without a tag and for ends of text. Empty
    /// where the text has no tags.</summary>
    public IReadOnlyList<string> TagNames { get; }

    /// <summary>The tokens of a split; valid until the store is disposed.</summary>
    public TokenSequence this[Split split] => _splits[(int)split];

    /// <summary>Opens a store after a check of its files' sizes; <see cref="Verify"/> checks the content.</summary>
    /// <exception cref="InvalidDataException">A file is missing, cut short or of another version; names it and the remedy.</exception>
    public static TokenStore Open(string folder)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Token stores are little-endian, and this machine is not.");
        var manifest = ReadManifest(folder);
        var (vocabulary, tokenizer) = VocabularyFile.Load(Path.Combine(folder, TokenStoreFiles.Vocabulary));
        if (vocabulary.Hash != manifest.VocabularyHash || tokenizer != manifest.TokenizerIdentity)
            throw Damaged(Path.Combine(folder, TokenStoreFiles.Vocabulary), "is not the one that the manifest names");
        foreach (var split in TokenStoreFiles.Splits)
        {
            RequireSize(TokenStoreFiles.Tokens(folder, split), manifest[split].Tokens * manifest.ElementBytes);
            RequireSize(TokenStoreFiles.Documents(folder, split), (manifest[split].Documents + 1) * sizeof(long));
            if (manifest.TagNamesHash is not null)
                RequireSize(TokenStoreFiles.Tags(folder, split), manifest[split].Tokens * TokenStoreFiles.TagBytes);
        }
        var splits = TokenStoreFiles.Splits.Select(split => new MappedTokens(
            new MappedFile(TokenStoreFiles.Tokens(folder, split)),
            new MappedFile(TokenStoreFiles.Documents(folder, split)),
            manifest.TagNamesHash is null ? null : new MappedFile(TokenStoreFiles.Tags(folder, split)),
            manifest.ElementBytes,
            manifest[split]));
        return new TokenStore(folder, manifest, vocabulary, ReadTagNames(folder, manifest), [.. splits]);
    }

    /// <summary>Reads everything and checks the hashes, the document offsets, and that every id and tag has a name.</summary>
    /// <exception cref="InvalidDataException">A file was changed or damaged; names it and the remedy.</exception>
    public void Verify()
    {
        foreach (var split in TokenStoreFiles.Splits)
        {
            RequireHash(TokenStoreFiles.Tokens(Folder, split), Manifest[split].Sha256);
            RequireHash(TokenStoreFiles.Documents(Folder, split), Manifest[split].DocumentsSha256);
            TokenStoreCheck.RequireIds(this, split);
            TokenStoreCheck.RequireOffsets(this, split);
            if (!this[split].HasTags)
                continue;
            RequireHash(TokenStoreFiles.Tags(Folder, split), Manifest[split].TagsSha256 ?? "");
            TokenStoreCheck.RequireTags(this, split);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var split in _splits)
            split.Dispose();
    }

    private static TokenStoreManifest ReadManifest(string folder)
    {
        var path = Path.Combine(folder, TokenStoreFiles.Manifest);
        var manifest = WeftJson.ReadFile<TokenStoreManifest>(path, "manifest of the token store");
        if (manifest.Schema != TokenStoreManifest.CurrentSchema)
            throw Damaged(path, $"has schema {manifest.Schema}, and this version of Weft reads {TokenStoreManifest.CurrentSchema}");
        if (manifest.ElementBytes != TokenStoreFiles.ElementBytes(manifest.VocabularySize))
            throw Damaged(path, $"names ids of {manifest.ElementBytes} bytes for a vocabulary of {manifest.VocabularySize}");
        return manifest;
    }

    private static IReadOnlyList<string> ReadTagNames(string folder, TokenStoreManifest manifest)
    {
        if (manifest.TagNamesHash is null)
            return [];
        var path = Path.Combine(folder, TokenStoreFiles.TagNames);
        var names = TagTable.Load(path);
        return Hashes.Sha256(string.Join('\n', names)) == manifest.TagNamesHash
            ? names
            : throw Damaged(path, "is not the one that the manifest names");
    }

    private static void RequireSize(string path, long expected)
    {
        if (!File.Exists(path))
            throw Damaged(path, "is missing");
        var length = new FileInfo(path).Length;
        if (length != expected || length == 0)
            throw Damaged(path, $"has {length} bytes, and {expected} are expected");
    }

    private static void RequireHash(string path, string expected)
    {
        if (Hashes.Sha256OfFile(path) != expected)
            throw Damaged(path, "was changed: its hash is not the one in the manifest");
    }

    internal static InvalidDataException Damaged(string path, string problem) =>
        new($"The token store cannot be used: {path} {problem}. Delete the folder and prepare the data again.");
}
