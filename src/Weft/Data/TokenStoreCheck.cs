using Weft.Text;

namespace Weft.Data;

/// <summary>Checks the content of a token store beyond its hashes.</summary>
internal static class TokenStoreCheck
{
    private const int BlockLength = 1 << 16;

    /// <summary>Requires every id to be in the vocabulary.</summary>
    public static void RequireIds(TokenStore store, Split split)
    {
        var tokens = store[split];
        var ids = new long[BlockLength];
        for (var start = 0L; start < tokens.Count; start += ids.Length)
        {
            var some = ids.AsSpan(0, (int)Math.Min(ids.Length, tokens.Count - start));
            tokens.CopyTo(start, some);
            var wrong = some.IndexOfAnyExceptInRange(0, store.Vocabulary.Count - 1);
            if (wrong < 0)
                continue;
            var problem = $"has the id {some[wrong]} at {start + wrong}, outside a vocabulary of {store.Vocabulary.Count}";
            throw TokenStore.Damaged(TokenStoreFiles.Tokens(store.Folder, split), problem);
        }
    }

    /// <summary>Requires every tag to have a name.</summary>
    public static void RequireTags(TokenStore store, Split split)
    {
        var tokens = store[split];
        var tags = new int[BlockLength];
        for (var start = 0L; start < tokens.Count; start += tags.Length)
        {
            var some = tags.AsSpan(0, (int)Math.Min(tags.Length, tokens.Count - start));
            tokens.CopyTags(start, some);
            var wrong = some.IndexOfAnyExceptInRange(0, store.TagNames.Count - 1);
            if (wrong < 0)
                continue;
            var problem = $"has the tag {some[wrong]} at {start + wrong}, and there are {store.TagNames.Count} tags";
            throw TokenStore.Damaged(TokenStoreFiles.Tags(store.Folder, split), problem);
        }
    }

    /// <summary>Requires documents to follow each other from the first token to the last.</summary>
    public static void RequireOffsets(TokenStore store, Split split)
    {
        var tokens = store[split];
        var isRight = tokens.DocumentStart(0) == 0 && tokens.DocumentStart(tokens.DocumentCount) == tokens.Count;
        for (var document = 0L; isRight && document < tokens.DocumentCount; document++)
            isRight = tokens.DocumentStart(document) <= tokens.DocumentStart(document + 1);
        if (!isRight)
            throw TokenStore.Damaged(TokenStoreFiles.Documents(store.Folder, split), "has document offsets that are out of order");
    }
}
