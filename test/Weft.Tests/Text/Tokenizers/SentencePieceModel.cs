using System.Buffers.Binary;
using Weft.Foundation;

namespace Weft.Tests.Text.Tokenizers;

/// <summary>Writes a SentencePiece model of a few pieces, field by field as sentencepiece_model.proto numbers them.</summary>
internal static class SentencePieceModel
{
    public const int Normal = 1, Unknown = 2, Control = 3;
    public const int Unigram = 1, Bpe = 2;

    public static readonly (string Text, float Score, int Kind)[] TinyPieces =
    [
        ("<unk>", 0, Unknown), ("<s>", 0, Control), ("</s>", 0, Control),
        ("▁", -9, Normal), ("l", -9, Normal), ("o", -9, Normal), ("w", -9, Normal), ("▁low", -1, Normal),
    ];

    public static byte[] Tiny() => Of(TinyPieces);

    /// <summary>A model of any pieces; the first three are those of TinyPieces.</summary>
    public static byte[] Of(IEnumerable<(string Text, float Score, int Kind)> pieces, int modelType = Unigram, byte[]? rules = null)
    {
        var model = new MemoryStream();
        foreach (var (text, score, kind) in pieces)
        {
            var piece = new MemoryStream();
            WriteText(piece, field: 1, text);
            WriteFloat(piece, field: 2, score);
            WriteNumber(piece, field: 3, kind);
            WriteBytes(model, field: 1, piece.ToArray());
        }
        WriteBytes(model, field: 2, Trainer(modelType));
        WriteBytes(model, field: 3, Normalizer(rules));
        return model.ToArray();
    }

    private static byte[] Trainer(int modelType)
    {
        var trainer = new MemoryStream();
        WriteNumber(trainer, field: 3, modelType);
        for (var id = 0; id < 3; id++)
            WriteNumber(trainer, field: 40 + id, id); // unk_id, bos_id, eos_id
        WriteText(trainer, field: 45, "<unk>");
        WriteText(trainer, field: 46, "<s>");
        WriteText(trainer, field: 47, "</s>");
        return trainer.ToArray();
    }

    private static byte[] Normalizer(byte[]? rules)
    {
        var normalizer = new MemoryStream();
        WriteText(normalizer, field: 1, "identity");
        if (rules is not null)
            WriteBytes(normalizer, field: 2, rules); // precompiled_charsmap
        for (var field = 3; field <= 5; field++)
            WriteNumber(normalizer, field, 1); // add_dummy_prefix, remove_extra_whitespaces, escape_whitespaces
        return normalizer.ToArray();
    }

    private static void WriteNumber(MemoryStream stream, int field, int value)
    {
        WriteVarint(stream, field << 3);
        WriteVarint(stream, value);
    }

    private static void WriteFloat(MemoryStream stream, int field, float value)
    {
        WriteVarint(stream, field << 3 | 5);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void WriteText(MemoryStream stream, int field, string value) => WriteBytes(stream, field, StrictUtf8.Encoding.GetBytes(value));

    private static void WriteBytes(MemoryStream stream, int field, byte[] value)
    {
        WriteVarint(stream, field << 3 | 2);
        WriteVarint(stream, value.Length);
        stream.Write(value);
    }

    private static void WriteVarint(MemoryStream stream, int value)
    {
        for (; value >= 0x80; value >>= 7)
            stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }
}
