using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Weft.Data.Store;
using Weft.Text;

namespace Weft.Data.Preparing.Encoding;

/// <summary>The tokens of a batch as the bytes that go into the files, separately for each split.</summary>
/// <param name="encoder">Encodes the pieces; the batch's own.</param>
/// <param name="elementBytes">The width of an id: 2 or 4 bytes.</param>
internal sealed class EncodedBatch(PieceEncoder encoder, int elementBytes)
{
    private readonly Part[] _parts = [new(), new(), new()];

    /// <summary>What the batch holds of a split.</summary>
    public Part this[Split split] => _parts[(int)split];

    /// <summary>Replaces the content with the tokens of these pieces.</summary>
    public void Fill(List<PlannedPiece> pieces)
    {
        foreach (var part in _parts)
            part.Clear();
        foreach (var piece in pieces)
        {
            encoder.Encode(piece);
            this[piece.Split].Append(encoder, piece.StartsDocument, elementBytes);
            if (piece.StartsDocument && piece.Label is { } label)
                this[piece.Split].Labels.Add((ushort)label);
        }
    }

    /// <summary>The tokens of one split in a batch.</summary>
    internal sealed class Part
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private readonly ArrayBufferWriter<byte> _tagBytes = new();

        /// <summary>Where documents begin, in tokens from the beginning of the part.</summary>
        public List<long> DocumentStarts { get; } = [];

        /// <summary>The numbers of the labels of documents; empty where documents have none.</summary>
        public List<ushort> Labels { get; } = [];

        /// <summary>The pictures of documents; empty where documents have none.</summary>
        public List<EncodedPicture> Pictures { get; } = [];

        /// <summary>The number of tokens.</summary>
        public long Tokens { get; private set; }

        /// <summary>How many of them are the unknown token.</summary>
        public long Unknown { get; private set; }

        /// <summary>How many documents of the corpus begin here.</summary>
        public long OriginalDocuments { get; private set; }

        /// <summary>How many words have no tag.</summary>
        public long Untagged { get; private set; }

        /// <summary>Words of the text.</summary>
        public long Words { get; private set; }

        /// <summary>UTF-8 bytes of the text.</summary>
        public long TextBytes { get; private set; }

        /// <summary>The ids of the tags, 16 bits each, little-endian; empty where there are none.</summary>
        public ReadOnlySpan<byte> TagBytes => _tagBytes.WrittenSpan;

        /// <summary>The ids, little-endian.</summary>
        public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

        public void Clear()
        {
            _bytes.ResetWrittenCount();
            _tagBytes.ResetWrittenCount();
            DocumentStarts.Clear();
            Labels.Clear();
            Pictures.Clear();
            (Tokens, Unknown, OriginalDocuments, Untagged, Words, TextBytes) = (0, 0, 0, 0, 0, 0);
        }

        public void Append(PieceEncoder piece, bool startsDocument, int elementBytes)
        {
            var ids = CollectionsMarshal.AsSpan(piece.Ids);
            foreach (var start in piece.DocumentStarts)
                DocumentStarts.Add(Tokens + start);
            AppendTokens(ids, elementBytes);
            AppendTags(CollectionsMarshal.AsSpan(piece.Tags));
            if (piece.Picture is { } picture)
                Pictures.Add(picture);
            Untagged += piece.Untagged;
            Tokens += ids.Length;
            OriginalDocuments += startsDocument ? 1 : 0;
            Words += piece.Words;
            TextBytes += piece.Bytes;
            Unknown += piece.Unknown;
        }

        private void AppendTags(ReadOnlySpan<int> tags)
        {
            var target = _tagBytes.GetSpan(tags.Length * TokenStoreFiles.NameBytes);
            for (var i = 0; i < tags.Length; i++)
                BinaryPrimitives.WriteUInt16LittleEndian(target[(TokenStoreFiles.NameBytes * i)..], (ushort)tags[i]);
            _tagBytes.Advance(tags.Length * TokenStoreFiles.NameBytes);
        }

        private void AppendTokens(ReadOnlySpan<int> ids, int elementBytes)
        {
            var target = _bytes.GetSpan(ids.Length * elementBytes);
            if (elementBytes == sizeof(ushort))
            {
                for (var i = 0; i < ids.Length; i++)
                    BinaryPrimitives.WriteUInt16LittleEndian(target[(2 * i)..], (ushort)ids[i]);
            }
            else
            {
                for (var i = 0; i < ids.Length; i++)
                    BinaryPrimitives.WriteInt32LittleEndian(target[(4 * i)..], ids[i]);
            }
            _bytes.Advance(ids.Length * elementBytes);
        }
    }
}
