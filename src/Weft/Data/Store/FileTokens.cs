using System.Numerics;

namespace Weft.Data.Store;

/// <summary>A split of a token store on disk. Whatever is done to its files meanwhile, it gives ids, tags, labels and offsets within their
/// bounds, or an error.</summary>
internal sealed class FileTokens(StoreColumn tokens, StoreFile documents, StoreColumn? tags, StoreColumn? labels, StorePictures? pictures, SplitRecord record)
    : TokenSequence, IDisposable
{
    public override long Count => record.Tokens;

    public override long DocumentCount => record.Documents;

    public override string Hash => record.Sha256;

    public override void CopyTo(long start, Span<long> ids) => Read(tokens, start, ids);

    public override bool HasTags => tags is not null;

    public override void CopyTags(long start, Span<int> ids)
    {
        if (tags is null)
            base.CopyTags(start, ids);
        else
            Read(tags, start, ids);
    }

    public override bool HasLabels => labels is not null;

    public override void CopyLabels(long first, Span<int> ids)
    {
        if (labels is null)
        {
            base.CopyLabels(first, ids);
            return;
        }
        if (first < 0 || first > DocumentCount - ids.Length)
            throw new ArgumentOutOfRangeException(nameof(first), $"The documents {first} to {first + ids.Length} are not in a split of {DocumentCount}.");
        labels.Read(first, ids);
    }

    public override StorePictures? Pictures => pictures;

    public override long DocumentStart(long document)
    {
        Span<long> start = stackalloc long[1];
        CopyDocumentStarts(document, start);
        return start[0];
    }

    public override void CopyDocumentStarts(long first, Span<long> starts)
    {
        RequireDocument(first);
        RequireDocument(first + Math.Max(0, starts.Length - 1));
        documents.Read(first, starts);
        var last = 0L;
        foreach (var start in starts)
        {
            if (start < last || start > Count)
                throw TokenStore.Damaged(documents.Path, "has document offsets that are out of order");
            last = start;
        }
    }

    /// <summary>Reads a column that has a number for each token.</summary>
    private void Read<T>(StoreColumn column, long start, Span<T> ids)
        where T : unmanaged, IBinaryInteger<T>
    {
        RequireRange(start, ids.Length);
        column.Read(start, ids);
    }

    public void Dispose()
    {
        tokens.File.Dispose();
        documents.Dispose();
        tags?.File.Dispose();
        labels?.File.Dispose();
        pictures?.Dispose();
    }
}
