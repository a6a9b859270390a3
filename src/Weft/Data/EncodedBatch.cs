using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Weft.Text;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Data;

/// <summary>The tokens of a batch as the bytes that go into the files, separately for each split.</summary>
/// <param name="elementBytes">The width of an id: 2 or 4 bytes.</param>
internal sealed class EncodedBatch(int elementBytes)
{
    private readonly Part[] _parts = [new(), new(), new()];
    private readonly List<int> _ids = [];

    /// <summary>What the batch holds of a split.</summary>
    public Part this[Split split] => _parts[(int)split];

    /// <summary>Replaces the content with the tokens of these pieces.</summary>
    public void Fill(List<PlannedPiece> pieces, ITokenizer tokenizer, Vocabulary vocabulary)
    {
        foreach (var part in _parts)
            part.Clear();
        foreach (var piece in pieces)
        {
            _ids.Clear();
            tokenizer.Encode(piece.Text, vocabulary, piece.EndsDocument, _ids);
            var part = this[piece.Split];
            if (piece.StartsDocument)
                part.DocumentStarts.Add(part.Tokens);
            part.Append(CollectionsMarshal.AsSpan(_ids), elementBytes, vocabulary.UnknownId);
        }
    }

    /// <summary>The tokens of one split in a batch.</summary>
    internal sealed class Part
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        /// <summary>Where documents begin, in tokens from the beginning of the part.</summary>
        public List<long> DocumentStarts { get; } = [];

        /// <summary>The number of tokens.</summary>
        public long Tokens { get; private set; }

        /// <summary>How many of them are the unknown token.</summary>
        public long Unknown { get; private set; }

        /// <summary>The ids, little-endian.</summary>
        public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

        public void Clear()
        {
            _bytes.ResetWrittenCount();
            DocumentStarts.Clear();
            (Tokens, Unknown) = (0, 0);
        }

        public void Append(ReadOnlySpan<int> ids, int elementBytes, int? unknownId)
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
            Tokens += ids.Length;
            if (unknownId is { } unknown)
                Unknown += ids.Count(unknown);
        }
    }
}
