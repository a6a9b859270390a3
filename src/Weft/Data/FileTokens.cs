using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weft.Data;

/// <summary>A split of a token store on disk. Whatever is done to its files meanwhile, it gives ids, tags and offsets within their bounds, or
/// an error.</summary>
internal sealed class FileTokens(
    StoreFile tokens, StoreFile documents, StoreFile? tags, int elementBytes, SplitRecord record, int vocabularySize, int tagCount)
    : TokenSequence, IDisposable
{
    public override long Count => record.Tokens;

    public override long DocumentCount => record.Documents;

    public override string Hash => record.Sha256;

    public override void CopyTo(long start, Span<long> ids)
    {
        RequireRange(start, ids.Length);
        if (elementBytes == sizeof(ushort))
            Widen<ushort, long>(tokens, start, ids, vocabularySize);
        else
            Widen<uint, long>(tokens, start, ids, vocabularySize);
    }

    public override bool HasTags => tags is not null;

    public override void CopyTags(long start, Span<int> ids)
    {
        if (tags is null)
        {
            base.CopyTags(start, ids);
            return;
        }
        RequireRange(start, ids.Length);
        Widen<ushort, int>(tags, start, ids, tagCount);
    }

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

    public void Dispose()
    {
        tokens.Dispose();
        documents.Dispose();
        tags?.Dispose();
    }

    /// <summary>
    /// Reads narrow numbers into the end of the space of the wide ones, and spreads them from the front: a wide number never reaches beyond
    /// the narrow one that it is made from, and no other memory is needed.
    /// </summary>
    private static void Widen<TNarrow, TWide>(StoreFile file, long start, Span<TWide> wide, int limit)
        where TNarrow : unmanaged, IBinaryInteger<TNarrow>, IUnsignedNumber<TNarrow>
        where TWide : unmanaged, IBinaryInteger<TWide>
    {
        var bytes = MemoryMarshal.AsBytes(wide);
        var narrow = MemoryMarshal.Cast<byte, TNarrow>(bytes[(wide.Length * (Unsafe.SizeOf<TWide>() - Unsafe.SizeOf<TNarrow>()))..]);
        file.Read(start, narrow);
        var wrong = narrow.IndexOfAnyExceptInRange(TNarrow.Zero, TNarrow.CreateTruncating(limit - 1));
        if (wrong >= 0)
            throw TokenStore.Damaged(file.Path, $"has the number {narrow[wrong]} at {start + wrong}, where they are below {limit}");
        for (var i = 0; i < wide.Length; i++)
            wide[i] = TWide.CreateTruncating(narrow[i]);
    }
}
