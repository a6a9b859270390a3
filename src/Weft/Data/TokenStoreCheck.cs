using Weft.Text;

namespace Weft.Data;

/// <summary>Checks what a token store says of itself against what is there, before anything is read or allocated by it.</summary>
internal static class TokenStoreCheck
{
    private const int BlockLength = 1 << 13;

    /// <summary>Requires a manifest to be of this format, and its counts and hashes to be those of the files.</summary>
    /// <param name="folder">The store.</param>
    /// <param name="manifest">What it says of itself.</param>
    /// <param name="hashes">The hashes of its files, which were checked.</param>
    public static void RequireManifest(string folder, TokenStoreManifest manifest, IReadOnlyDictionary<string, string> hashes)
    {
        if (manifest.Schema != TokenStoreManifest.CurrentSchema)
            throw Wrong(folder, $"has schema {manifest.Schema}, and this version of Weft reads {TokenStoreManifest.CurrentSchema}");
        if (manifest.VocabularySize <= 0 || manifest.ElementBytes != TokenStoreFiles.ElementBytes(manifest.VocabularySize))
            throw Wrong(folder, $"names ids of {manifest.ElementBytes} bytes for a vocabulary of {manifest.VocabularySize}");
        foreach (var split in TokenStoreFiles.Splits)
            RequireSplit(folder, split, manifest, hashes);
    }

    /// <summary>Requires documents to follow each other from the first token to the last.</summary>
    public static void RequireOffsets(string folder, Split split, TokenSequence tokens)
    {
        var path = TokenStoreFiles.Documents(folder, split);
        var starts = new long[Math.Min(BlockLength, tokens.DocumentCount) + 1];
        var last = 0L;
        // A block begins with the last offset of the one before, so that every step is looked at; CopyDocumentStarts requires them to rise.
        for (long first = 0; first <= tokens.DocumentCount; first += BlockLength)
        {
            var some = starts.AsSpan(0, (int)Math.Min(starts.Length, tokens.DocumentCount + 1 - first));
            tokens.CopyDocumentStarts(first, some);
            if (first == 0 && some[0] != 0)
                throw TokenStore.Damaged(path, $"has its first document begin at {some[0]}");
            last = some[^1];
        }
        if (last != tokens.Count)
            throw TokenStore.Damaged(path, $"has its last document end at {last} of {tokens.Count} tokens");
    }

    private static void RequireSplit(string folder, Split split, TokenStoreManifest manifest, IReadOnlyDictionary<string, string> hashes)
    {
        var record = manifest[split];
        var mayBeEmpty = manifest.IsWhole && split != TokenStoreFiles.WholeText;
        long[] counts = [record.Tokens, record.Documents, record.OriginalDocuments, record.Unknown, record.Untagged, record.Words, record.Bytes];
        if (counts.Any(count => count < 0) || record.Unknown > record.Tokens || record.Untagged > record.Tokens || (record.Tokens == 0 && !mayBeEmpty))
            throw Wrong(folder, $"has impossible counts of the {SplitNames.Of(split)} split");
        RequireFile(TokenStoreFiles.Tokens(folder, split), record.Tokens, manifest.ElementBytes, record.Sha256, hashes);
        RequireFile(TokenStoreFiles.Documents(folder, split), record.Documents + 1, sizeof(long), record.DocumentsSha256, hashes);
        if (manifest.TagNamesHash is not null)
            RequireFile(TokenStoreFiles.Tags(folder, split), record.Tokens, TokenStoreFiles.TagBytes, record.TagsSha256, hashes);
    }

    private static void RequireFile(string path, long elements, int elementBytes, string? hash, IReadOnlyDictionary<string, string> hashes)
    {
        if (!hashes.TryGetValue(Path.GetFileName(path), out var found) || found != hash)
            throw TokenStore.Damaged(path, "is not the one that the manifest names");
        var length = new FileInfo(path).Length;
        if (length % elementBytes != 0 || length / elementBytes != elements)
            throw TokenStore.Damaged(path, $"has {length} bytes, and {elements} numbers of {elementBytes} bytes are expected");
    }

    private static InvalidDataException Wrong(string folder, string problem) => TokenStore.Damaged(Path.Combine(folder, TokenStoreFiles.Manifest), problem);
}
