using System.Buffers.Binary;
using Weft.Text;

namespace Weft.Data;

/// <summary>Writes the two files of one split.</summary>
internal sealed class SplitWriter(string folder, Split split) : IDisposable
{
    private readonly HashedFile _tokenFile = new(TokenStoreFiles.Tokens(folder, split));
    private readonly HashedFile _documentFile = new(TokenStoreFiles.Documents(folder, split));
    private long _tokens;
    private long _documents;
    private long _unknown;

    public void Write(EncodedBatch.Part part)
    {
        foreach (var start in part.DocumentStarts)
            WriteOffset(_tokens + start);
        _tokenFile.Write(part.Bytes);
        _tokens += part.Tokens;
        _documents += part.DocumentStarts.Count;
        _unknown += part.Unknown;
    }

    /// <summary>Finishes the files.</summary>
    /// <exception cref="InvalidDataException">The split has no token.</exception>
    public SplitRecord Complete()
    {
        if (_tokens == 0)
        {
            throw new InvalidDataException(
                $"The {TokenStoreFiles.NameOf(split)} split has no token. Give it more documents, a larger ratio, or a file of its own.");
        }
        WriteOffset(_tokens);
        return new SplitRecord(_tokens, _documents, _unknown, _tokenFile.Complete(), _documentFile.Complete());
    }

    public void Dispose()
    {
        _tokenFile.Dispose();
        _documentFile.Dispose();
    }

    private void WriteOffset(long offset)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, offset);
        _documentFile.Write(bytes);
    }
}
