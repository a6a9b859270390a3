using System.Buffers.Binary;
using Weft.Text;

namespace Weft.Data;

/// <summary>Writes the files of one split: tokens, documents and, where there are any, tags.</summary>
/// <param name="folder">The store.</param>
/// <param name="split">The split.</param>
/// <param name="hasTags">Whether words have tags.</param>
internal sealed class SplitWriter(string folder, Split split, bool hasTags) : IDisposable
{
    private readonly HashedFile _tokenFile = new(TokenStoreFiles.Tokens(folder, split));
    private readonly HashedFile _documentFile = new(TokenStoreFiles.Documents(folder, split));
    private readonly HashedFile? _tagFile = hasTags ? new(TokenStoreFiles.Tags(folder, split)) : null;
    private SplitRecord _record = new();

    /// <summary>Whether nothing was written.</summary>
    public bool IsEmpty => _record.Tokens == 0;

    public void Write(EncodedBatch.Part part)
    {
        foreach (var start in part.DocumentStarts)
            WriteOffset(_record.Tokens + start);
        _tokenFile.Write(part.Bytes);
        _tagFile?.Write(part.TagBytes);
        _record = _record with
        {
            Tokens = _record.Tokens + part.Tokens,
            Documents = _record.Documents + part.DocumentStarts.Count,
            OriginalDocuments = _record.OriginalDocuments + part.OriginalDocuments,
            Unknown = _record.Unknown + part.Unknown,
            Untagged = _record.Untagged + part.Untagged,
            Words = _record.Words + part.Words,
            Bytes = _record.Bytes + part.TextBytes,
        };
    }

    /// <summary>Finishes the files.</summary>
    public SplitRecord Complete()
    {
        WriteOffset(_record.Tokens);
        return _record with
        {
            Sha256 = _tokenFile.Complete(),
            DocumentsSha256 = _documentFile.Complete(),
            TagsSha256 = _tagFile?.Complete(),
        };
    }

    public void Dispose()
    {
        _tokenFile.Dispose();
        _documentFile.Dispose();
        _tagFile?.Dispose();
    }

    private void WriteOffset(long offset)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, offset);
        _documentFile.Write(bytes);
    }
}
