using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Weft.Data.Store;
using Weft.Text;

namespace Weft.Data.Preparing.Encoding;

/// <summary>Writes the columns of one split: tokens, documents and, where there are any, tags, labels and pictures.</summary>
/// <param name="folder">The store.</param>
/// <param name="split">The split.</param>
/// <param name="elementBytes">The width of a token's id.</param>
/// <param name="hasTags">Whether words have tags.</param>
/// <param name="hasLabels">Whether documents have labels.</param>
/// <param name="imageSize">Pixels on a side of the documents' pictures; 0 where they have none.</param>
internal sealed class SplitWriter(string folder, Split split, int elementBytes, bool hasTags, bool hasLabels, int imageSize) : IDisposable
{
    private readonly ColumnFile _tokens = new(folder, split, TokenStoreFiles.TokenColumn, elementBytes);
    private readonly ColumnFile _documents = new(folder, split, TokenStoreFiles.DocumentColumn, sizeof(long));
    private readonly ColumnFile? _tags = hasTags ? new(folder, split, TokenStoreFiles.TagColumn, TokenStoreFiles.NameBytes) : null;
    private readonly ColumnFile? _labels = hasLabels ? new(folder, split, TokenStoreFiles.LabelColumn, TokenStoreFiles.NameBytes) : null;

    private readonly PictureWriter? _pictures = imageSize > 0 ? new(folder, split, imageSize) : null;

    // Ids of labels are known only when all of the text was read: two bytes a document until then.
    private readonly List<ushort> _labelNumbers = [];
    private SplitRecord _record = new() { Columns = new Dictionary<string, ColumnRecord>(StringComparer.Ordinal) };

    /// <summary>Whether nothing was written.</summary>
    public bool IsEmpty => _tokens.Count == 0;

    public void Write(EncodedBatch.Part part)
    {
        var before = _tokens.Count;
        foreach (var start in part.DocumentStarts)
            WriteOffset(before + start);
        _tokens.Write(part.Bytes);
        _tags?.Write(part.TagBytes);
        _labelNumbers.AddRange(part.Labels);
        foreach (var picture in part.Pictures)
            _pictures!.Write(picture);
        _record = _record with
        {
            OriginalDocuments = _record.OriginalDocuments + part.OriginalDocuments,
            Unknown = _record.Unknown + part.Unknown,
            Untagged = _record.Untagged + part.Untagged,
            Words = _record.Words + part.Words,
            Bytes = _record.Bytes + part.TextBytes,
        };
    }

    /// <summary>Finishes the files.</summary>
    /// <param name="labels">The ids of labels by their numbers; empty without labels.</param>
    public SplitRecord Complete(ReadOnlySpan<ushort> labels)
    {
        WriteOffset(_tokens.Count);
        foreach (ref var label in CollectionsMarshal.AsSpan(_labelNumbers))
            label = labels[label];
        // Little-endian, as every machine is that opens a store.
        _labels?.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_labelNumbers)));
        ColumnFile?[] files = [_tokens, _documents, _tags, _labels, .. _pictures?.Files ?? []];
        return _record with { Columns = files.OfType<ColumnFile>().ToDictionary(file => file.Name, file => file.Complete(), StringComparer.Ordinal) };
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _documents.Dispose();
        _tags?.Dispose();
        _labels?.Dispose();
        _pictures?.Dispose();
    }

    private void WriteOffset(long offset)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, offset);
        _documents.Write(bytes);
    }
}
