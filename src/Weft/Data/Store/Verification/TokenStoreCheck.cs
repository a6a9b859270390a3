using Weft.Text;

namespace Weft.Data.Store.Verification;

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
        if (manifest.VocabularySize <= 0)
            throw Wrong(folder, $"names a vocabulary of {manifest.VocabularySize}");
        if (manifest.SourceVocabulary is { VocabularySize: <= 0 and var size })
            throw Wrong(folder, $"names a vocabulary of sources of {size}");
        foreach (var split in TokenStoreFiles.Splits)
            RequireSplit(folder, split, manifest, hashes);
    }

    /// <summary>Requires documents to follow each other from the first token to the last.</summary>
    public static void RequireOffsets(string folder, Split split, TokenSequence tokens)
    {
        var path = TokenStoreFiles.Column(folder, split, TokenStoreFiles.DocumentColumn);
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
        var widths = WidthsOf(manifest);
        foreach (var (name, width) in widths)
        {
            if (record.Columns.GetValueOrDefault(name) is not { } column)
                throw Wrong(folder, $"names no column {name} of the {SplitNames.Of(split)} split");
            if (column.Width != width)
                throw Wrong(folder, $"names {name} of {column.Width} bytes, where they have {width}");
        }
        if (record.Columns.Count > widths.Count)
            throw Wrong(folder, $"names the column {record.Columns.Keys.First(name => !widths.ContainsKey(name))}, which is not known");
        var mayBeEmpty = manifest.IsWhole && split != TokenStoreFiles.WholeText;
        long[] counts = [record.Tokens, record.Documents, record.OriginalDocuments, record.Unknown, record.Untagged, record.Words, record.Bytes];
        if (counts.Any(count => count < 0) || record.Unknown > record.Tokens || record.Untagged > record.Tokens || (record.Tokens == 0 && !mayBeEmpty))
            throw Wrong(folder, $"has impossible counts of the {SplitNames.Of(split)} split");
        RequireCount(TokenStoreFiles.TagColumn, record.Tokens);
        RequireCount(TokenStoreFiles.LabelColumn, record.Documents);
        RequireCount(TokenStoreFiles.PicturedColumn, record.Documents);
        foreach (var (name, column) in record.Columns)
            RequireFile(TokenStoreFiles.Column(folder, split, name), column, hashes);

        void RequireCount(string name, long count)
        {
            if (record.Columns.TryGetValue(name, out var column) && column.Count != count)
                throw Wrong(folder, $"has {column.Count} {name} of the {SplitNames.Of(split)} split, where there must be {count}");
        }
    }

    private static Dictionary<string, int> WidthsOf(TokenStoreManifest manifest)
    {
        var widths = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            [TokenStoreFiles.TokenColumn] = TokenStoreFiles.ElementBytes(manifest.IdLimit),
            [TokenStoreFiles.DocumentColumn] = sizeof(long),
        };
        if (manifest.TagNamesHash is not null)
            widths.Add(TokenStoreFiles.TagColumn, TokenStoreFiles.NameBytes);
        if (manifest.LabelNamesHash is not null)
            widths.Add(TokenStoreFiles.LabelColumn, TokenStoreFiles.NameBytes);
        if (manifest.Options.ImageSize is > 0 and var side)
        {
            widths.Add(TokenStoreFiles.PictureColumn, TokenStoreFiles.PictureBytes(side));
            widths.Add(TokenStoreFiles.PicturedColumn, sizeof(int));
            widths.Add(TokenStoreFiles.PictureNameColumn, sizeof(byte));
        }
        return widths;
    }

    private static void RequireFile(string path, ColumnRecord column, IReadOnlyDictionary<string, string> hashes)
    {
        if (!hashes.TryGetValue(Path.GetFileName(path), out var found) || found != column.Sha256)
            throw TokenStore.Damaged(path, "is not the one that the manifest names");
        var length = new FileInfo(path).Length;
        if (length % column.Width != 0 || length / column.Width != column.Count)
            throw TokenStore.Damaged(path, $"has {length} bytes, and {column.Count} numbers of {column.Width} bytes are expected");
    }

    private static InvalidDataException Wrong(string folder, string problem) => TokenStore.Damaged(Path.Combine(folder, TokenStoreFiles.Manifest), problem);
}
