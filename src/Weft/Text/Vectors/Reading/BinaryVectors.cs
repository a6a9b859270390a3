using System.Globalization;
using System.Runtime.InteropServices;
using Weft.Foundation;

namespace Weft.Text.Vectors.Reading;

/// <summary>word2vec's binary format: <c>count dimension</c> and a line end, then for each word its bytes, a blank, and float32 numbers,
/// little-endian; a line end may stand before a word.</summary>
internal sealed class BinaryVectors(ReadAhead source, string name)
{
    private const int MostWordBytes = 1 << 16;

    private readonly byte[] _word = new byte[MostWordBytes];
    private long _record;

    /// <summary>Reads all vectors.</summary>
    /// <param name="visit">Takes each; false ends the reading.</param>
    /// <exception cref="InvalidDataException">The file is cut off or damaged; names vector and byte.</exception>
    public void Read(VectorVisitor visit)
    {
        var (count, dimension) = ReadHeader();
        var vector = new float[dimension];
        for (_record = 1; _record <= count; _record++)
        {
            var word = ReadWord((byte)' ');
            if (word.IsEmpty)
                throw Error("it has no word.");
            ReadExactly(MemoryMarshal.AsBytes(vector.AsSpan()));
            foreach (var number in vector)
            {
                if (!float.IsFinite(number))
                    throw Error($"'{number.ToString(CultureInfo.InvariantCulture)}' is not a finite number.");
            }
            if (!visit(word, vector))
                return;
        }
        var hasMore = Refill() && (source.Rest.Length > 1 || source.Rest[0] != (byte)'\n');
        if (hasMore)
            throw Error($"the header says {count:N0} vectors, and more bytes follow.");
    }

    private (long Count, int Dimension) ReadHeader()
    {
        var header = ReadWord((byte)'\n');
        var fields = header.Length < 64 ? StrictAscii(header).Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        var isHeader = fields.Length == 2 && fields.All(field => field.All(char.IsAsciiDigit));
        return isHeader
            && long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var dimension) && dimension is > 0 and <= VectorReader.MostDimensions
            ? (count, dimension)
            : throw new InvalidDataException($"{name} is not a word2vec file: its first line must be 'count dimension'.");
    }

    private static string StrictAscii(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 ? StrictUtf8.Encoding.GetString(text) : "";

    private ReadOnlySpan<byte> ReadWord(byte end)
    {
        var length = 0;
        while (true)
        {
            if (!Refill())
                throw CutOff();
            var next = source.Rest[0];
            source.Consume(1);
            if (next == end)
                return _word.AsSpan(0, length);
            if (length == 0 && next == (byte)'\n')
                continue;
            if (length == MostWordBytes)
                throw Error($"its word is longer than {MostWordBytes:N0} bytes.");
            _word[length++] = next;
        }
    }

    private void ReadExactly(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            if (!Refill())
                throw CutOff();
            var count = Math.Min(target.Length, source.Rest.Length);
            source.Rest[..count].CopyTo(target);
            source.Consume(count);
            target = target[count..];
        }
    }

    private bool Refill()
    {
        try
        {
            return source.Refill();
        }
        catch (InvalidDataException e)
        {
            throw Error($"the packed file is damaged or was cut off ({e.Message.TrimEnd('.')}).");
        }
    }

    private InvalidDataException CutOff() => Error("the file was cut off.");

    private InvalidDataException Error(string problem) =>
        new($"{name}, {(_record == 0 ? "header" : $"vector {_record:N0}")} (byte {source.Position:N0}): {problem}{Environment.NewLine}Fetch the file again.");
}
