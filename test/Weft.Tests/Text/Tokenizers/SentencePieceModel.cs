using System.Buffers.Binary;
using Weft.Foundation;

namespace Weft.Tests.Text.Tokenizers;

/// <summary>Writes a SentencePiece model of a few pieces, field by field as sentencepiece_model.proto numbers them.</summary>
internal static class SentencePieceModel
{
    private const int Normal = 1, Unknown = 2, Control = 3;

    public static byte[] Tiny()
    {
        var model = new MemoryStream();
        (string Text, float Score, int Kind)[] pieces =
        [
            ("<unk>", 0, Unknown), ("<s>", 0, Control), ("</s>", 0, Control),
            ("▁", -9, Normal), ("l", -9, Normal), ("o", -9, Normal), ("w", -9, Normal), ("▁low", -1, Normal),
        ];
        foreach (var (text, score, kind) in pieces)
        {
            var piece = new MemoryStream();
            WriteText(piece, field: 1, text);
            WriteFloat(piece, field: 2, score);
            WriteNumber(piece, field: 3, kind);
            WriteBytes(model, field: 1, piece.ToArray());
        }
        WriteBytes(model, field: 2, Trainer());
        WriteBytes(model, field: 3, Normalizer());
        return model.ToArray();
    }

    private static byte[] Trainer()
    {
        var trainer = new MemoryStream();
        WriteNumber(trainer, field: 3, 1); // model_type = UNIGRAM
        for (var id = 0; id < 3; id++)
            WriteNumber(trainer, field: 40 + id, id); // unk_id, bos_id, eos_id
        WriteText(trainer, field: 45, "<unk>");
        WriteText(trainer, field: 46, "<s>");
        WriteText(trainer, field: 47, "</s>");
        return trainer.ToArray();
    }

    private static byte[] Normalizer()
    {
        var normalizer = new MemoryStream();
        WriteText(normalizer, field: 1, "identity");
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
