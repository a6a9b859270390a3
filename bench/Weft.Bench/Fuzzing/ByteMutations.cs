using System.Buffers.Binary;
using Weft.Foundation;

namespace Weft.Bench.Fuzzing;

/// <summary>
/// Damages a file as disks, networks and attackers do: bits that flip, a cut, blocks that are repeated, moved, zeroed or thrown away,
/// strange bytes between, and numbers overwritten with ones that readers get wrong (0, -1, the largest of each width).
/// </summary>
internal static class ByteMutations
{
    private static readonly long[] Numbers =
        [0, 1, -1, 2, 127, 128, 255, 256, short.MaxValue, ushort.MaxValue, 1 << 20, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    // What means something to one format or another: ends, quotes, brackets, escapes, marks, halves of characters.
    private static readonly byte[][] Pieces =
    [
        [0], [0xFF], [.. "\n"u8], [.. "\r"u8], [.. "\""u8], [.. "\t"u8], [.. ","u8], [.. "{"u8], [.. "["u8], [.. "<"u8], [.. "\\ud800"u8],
        [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80], [.. "-1"u8], [.. "1e999"u8], [.. "99999999999999999999"u8], [.. "null"u8],
    ];

    /// <summary>Damaged copies of a file, one to four injuries each; the same ones for the same arguments.</summary>
    /// <param name="seed">The bytes of a good file; they stay as they are.</param>
    /// <param name="count">How many copies.</param>
    /// <param name="randomSeed">Determines the injuries.</param>
    public static IEnumerable<byte[]> Of(byte[] seed, int count, long randomSeed)
    {
        for (var number = 0; number < count; number++)
        {
            var random = RandomStream.For(randomSeed, "mutation", number);
            var bytes = seed;
            for (var injuries = 1 + random.NextInt32(4); injuries > 0; injuries--)
                bytes = Injure(bytes, ref random);
            yield return bytes;
        }
    }

    private static byte[] Injure(byte[] bytes, ref RandomStream random)
    {
        var at = random.NextInt32(bytes.Length + 1);
        var end = at + random.NextInt32(Math.Min(bytes.Length - at, 64) + 1);
        return random.NextInt32(9) switch
        {
            0 => FlipBit(bytes, ref random),
            1 => bytes[..at],
            2 => [.. bytes[..end], .. bytes[at..]],
            3 => [.. bytes.AsSpan(0, at), .. bytes.AsSpan(end)],
            4 => Overwrite(bytes, at, bytes.AsSpan(random.NextInt32(bytes.Length + 1))),
            5 => Overwrite(bytes, at, new byte[end - at]),
            6 => [.. bytes[..at], .. Pieces[random.NextInt32(Pieces.Length)], .. bytes[at..]],
            7 => Overwrite(bytes, at, Pieces[random.NextInt32(Pieces.Length)]),
            _ => Overwrite(bytes, at, Number(ref random)),
        };
    }

    private static byte[] FlipBit(byte[] bytes, ref RandomStream random)
    {
        byte[] copy = [.. bytes];
        if (copy.Length > 0)
            copy[random.NextInt32(copy.Length)] ^= (byte)(1 << random.NextInt32(8));
        return copy;
    }

    private static byte[] Overwrite(byte[] bytes, int at, ReadOnlySpan<byte> with)
    {
        byte[] copy = [.. bytes];
        with[..Math.Min(with.Length, copy.Length - at)].CopyTo(copy.AsSpan(at));
        return copy;
    }

    // A length or count of 1, 2, 4 or 8 bytes, in either order of bytes.
    private static byte[] Number(ref RandomStream random)
    {
        var number = Numbers[random.NextInt32(Numbers.Length)];
        var width = 1 << random.NextInt32(4);
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        bytes = bytes[..width];
        if (random.NextInt32(2) == 0)
            Array.Reverse(bytes);
        return bytes;
    }
}
