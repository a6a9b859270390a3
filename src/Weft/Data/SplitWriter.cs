using System.Buffers.Binary;
using Weft.Text;

namespace Weft.Data;

/// <summary>Writes the files of one split: tokens, documents and, where there are any, tags.</summary>
/// <param name="folder">The store.</param>
/// <param name="split">The split.</param>
/// <param name="hasTags">Whether words have tags.</param>
/// <param name="whole">Whether all text is in one split, so that the others are empty.</param>
internal sealed class SplitWriter(string folder, Split split, bool hasTags, bool whole) : IDisposable
{
    private readonly HashedFile _tokenFile = new(TokenStoreFiles.Tokens(folder, split));
    private readonly HashedFile _documentFile = new(TokenStoreFiles.Documents(folder, split));
    private readonly HashedFile? _tagFile = hasTags ? new(TokenStoreFiles.Tags(folder, split)) : null;
    private SplitRecord _record = new();

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
    /// <exception cref="InvalidDataException">The split has no token.</exception>
    public SplitRecord Complete()
    {
        if (_record.Tokens == 0 && whole && split == TokenStoreFiles.WholeText)
            throw new InvalidDataException("The text holds no token to measure. Give it some words.");
        if (_record.Tokens == 0 && !whole)
        {
            throw new InvalidDataException(
                $"The {TokenStoreFiles.NameOf(split)} split has no token. Give it more documents, a larger ratio, or a file of its own.");
        }
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
