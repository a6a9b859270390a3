namespace Weft.Data;

/// <summary>A split of a token store on disk.</summary>
internal sealed class MappedTokens(MappedFile tokens, MappedFile documents, MappedFile? tags, int elementBytes, SplitRecord record)
    : TokenSequence, IDisposable
{
    public override long Count => record.Tokens;

    public override long DocumentCount => record.Documents;

    public override string Hash => record.Sha256;

    public override void CopyTo(long start, Span<long> ids)
    {
        RequireRange(start, ids.Length);
        if (elementBytes == sizeof(ushort))
        {
            var source = tokens.Elements<ushort>(start, ids.Length);
            for (var i = 0; i < ids.Length; i++)
                ids[i] = source[i];
        }
        else
        {
            var source = tokens.Elements<uint>(start, ids.Length);
            for (var i = 0; i < ids.Length; i++)
                ids[i] = source[i];
        }
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
        var source = tags.Elements<ushort>(start, ids.Length);
        for (var i = 0; i < ids.Length; i++)
            ids[i] = source[i];
    }

    public override long DocumentStart(long document)
    {
        RequireDocument(document);
        return documents.Elements<long>(document, 1)[0];
    }

    public void Dispose()
    {
        tokens.Dispose();
        documents.Dispose();
        tags?.Dispose();
    }
}
