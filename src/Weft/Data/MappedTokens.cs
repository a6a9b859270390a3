namespace Weft.Data;

/// <summary>A split of a token store on disk.</summary>
internal sealed class MappedTokens(MappedFile tokens, MappedFile documents, int elementBytes, SplitRecord record)
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

    public override long DocumentStart(long document)
    {
        RequireDocument(document);
        return documents.Elements<long>(document, 1)[0];
    }

    public void Dispose()
    {
        tokens.Dispose();
        documents.Dispose();
    }
}
