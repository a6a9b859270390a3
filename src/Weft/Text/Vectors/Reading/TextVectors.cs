using System.Globalization;
using Weft.Foundation;

namespace Weft.Text.Vectors.Reading;

/// <summary>
/// Vectors as text, a word and its numbers a line. The first line may be word2vec's header: exactly two whole numbers, the second of
/// which is how many numbers the second line has. Words may hold blanks: the last numbers of a line are the vector. So that a line with a
/// number too many is not taken for such a word, a word's part behind its last blank must not be a number.
/// </summary>
internal sealed class TextVectors(ByteLines lines, string name)
{
    private float[] _vector = [];
    private long _emptyLine;

    /// <summary>Reads all vectors.</summary>
    /// <param name="visit">Takes each; false ends the reading.</param>
    /// <exception cref="InvalidDataException">A line is malformed; names it.</exception>
    public void Read(VectorVisitor visit)
    {
        if (!lines.Next(out var line))
            throw new InvalidDataException($"{name} is empty; a file of vectors has a word and its numbers on each line.");
        var first = line.ToArray();
        var hasSecond = lines.Next(out line);
        var header = HeaderOf(first);
        var isHeader = header is not null && hasSecond && VectorLine.NumbersIn(line) == header.Value.Dimension;
        _vector = new float[isHeader ? header!.Value.Dimension : Math.Max(VectorLine.NumbersIn(first), VectorLine.NumbersIn(line))];
        if (_vector.Length is 0 or > VectorReader.MostDimensions)
            throw ByteLines.Error(name, 1, $"it has {_vector.Length:N0} numbers behind its word; a vector has from 1 to {VectorReader.MostDimensions:N0}.");
        var count = 0L;
        var goesOn = isHeader || Take(first, 1, visit, ref count);
        for (; goesOn && hasSecond; hasSecond = lines.Next(out line))
            goesOn = Take(line, lines.Number, visit, ref count);
        if (goesOn && isHeader && count != header!.Value.Count)
            throw ByteLines.Error(name, 1, $"its header says {header.Value.Count:N0} vectors, and {count:N0} follow: the file was cut off or joined.");
    }

    private bool Take(ReadOnlySpan<byte> line, long number, VectorVisitor visit, ref long count)
    {
        if (_emptyLine == 0 && line.IsEmpty)
            _emptyLine = number;
        if (line.IsEmpty)
            return true;
        if (_emptyLine > 0)
            throw ByteLines.Error(name, _emptyLine, "it is empty.");
        count++;
        var word = VectorLine.Parse(line, _vector);
        if (word == 0)
            word = VectorLine.ParseFromEnd(line, _vector, problem => ByteLines.Error(name, number, problem));
        return visit(line[..word], _vector);
    }

    private static (long Count, int Dimension)? HeaderOf(ReadOnlySpan<byte> line)
    {
        var fields = StrictText(line)?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) ?? [];
        return fields.Length == 2 && fields.All(field => field.All(char.IsAsciiDigit))
            && long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var dimension)
            ? (count, dimension)
            : null;
    }

    private static string? StrictText(ReadOnlySpan<byte> line) =>
        line.Length < 64 && line.IndexOfAnyExceptInRange((byte)'\t', (byte)'~') < 0 ? StrictUtf8.Encoding.GetString(line) : null;
}
