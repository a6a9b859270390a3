using System.Buffers.Binary;

namespace Weft.Tests.Text.Tokenizers;

/// <summary>Writes rules for characters as SentencePiece stores them: a double array by hand, and the texts that characters become.</summary>
internal static class CharacterRules
{
    /// <summary>One rule: a line end becomes a blank.</summary>
    public static byte[] LineEndToBlank()
    {
        const int Root = 0, Block = 256, LineEnd = '\n', Leaf = 512;
        var units = new uint[1024];
        Array.Fill(units, 0xFFu); // a label that no byte of UTF-8 has
        units[Root] = (uint)Block << 10; // the children of the root are at 256 ^ label
        units[Block ^ LineEnd] = (uint)((Block ^ LineEnd) ^ Leaf) << 10 | 1 << 8 | LineEnd;
        units[Leaf] = 0; // the text at 0
        var bytes = new byte[4 + 4 * units.Length + 2];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, 4 * units.Length);
        for (var i = 0; i < units.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 + 4 * i), units[i]);
        bytes[^2] = (byte)' ';
        return bytes;
    }
}
