using System.Buffers;

namespace Weft.Text.Vectors.Reading;

/// <summary>A line of a text file of vectors: a word, and numbers between blanks or tabs.</summary>
internal static class VectorLine
{
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t"u8);

    /// <summary>How many numbers stand at the end of a line, its first field not counted.</summary>
    public static int NumbersIn(ReadOnlySpan<byte> line)
    {
        var numbers = 0;
        while (LastField(line) is { Start: > 0 } field && IsNumber(line[field.Start..]))
        {
            numbers++;
            line = line[..field.Start].TrimEnd(" \t"u8);
        }
        return numbers;
    }

    /// <summary>Reads the usual line in one pass: a word without blanks, and just as many numbers as wanted with one blank before each.</summary>
    /// <returns>The length of the word, or 0 where the line is of another kind.</returns>
    public static int Parse(ReadOnlySpan<byte> line, Span<float> vector)
    {
        var word = line.IndexOfAny(Blanks);
        if (word <= 0)
            return 0;
        var at = word;
        for (var i = 0; i < vector.Length; i++)
        {
            if (at >= line.Length || !Blanks.Contains(line[at]))
                return 0;
            var length = DecimalParser.Parse(line[(at + 1)..], out vector[i]);
            if (length == 0 || !float.IsFinite(vector[i]))
                return 0;
            at += 1 + length;
        }
        return at == line.Length ? word : 0;
    }

    /// <summary>Reads any line from its end: the word may hold blanks, and several may separate numbers.</summary>
    /// <param name="line">Without blanks at its end.</param>
    /// <param name="vector">Takes the numbers.</param>
    /// <param name="error">Makes the exception of a problem.</param>
    /// <returns>The length of the word, which begins the line.</returns>
    public static int ParseFromEnd(ReadOnlySpan<byte> line, Span<float> vector, Func<string, Exception> error)
    {
        var rest = line;
        for (var i = vector.Length - 1; i >= 0; i--)
        {
            var (start, end) = LastField(rest) is { } field ? (field.Start, field.End) : (0, 0);
            if (start == 0)
                throw error($"it has {CountFields(line) - 1:N0} numbers behind its word; {vector.Length:N0} are expected.");
            if (DecimalParser.Parse(rest[start..end], out vector[i]) != end - start)
                throw error(Describe(rest[start..end], line, vector.Length));
            if (!float.IsFinite(vector[i]))
                throw error($"'{Show(rest[start..end])}' is too large for a number of a vector.");
            rest = rest[..start].TrimEnd(" \t"u8);
        }
        if (rest.IsEmpty)
            throw error("it has no word before its numbers.");
        if (LastField(rest) is { Start: > 0 } last && (IsNumber(rest[last.Start..]) || IsNotFinite(rest[last.Start..])))
            throw error($"it has {CountFields(line) - 1:N0} numbers behind its word; {vector.Length:N0} are expected.");
        return rest.Length;
    }

    private static string Describe(ReadOnlySpan<byte> field, ReadOnlySpan<byte> line, int dimension)
    {
        var text = Show(field);
        if (IsNotFinite(field))
            return $"'{text}' is not a finite number.";
        var fields = CountFields(line) - 1;
        return fields < dimension ? $"it has {fields:N0} numbers behind its word; {dimension:N0} are expected." : $"'{text}' is not a number.";
    }

    private static int CountFields(ReadOnlySpan<byte> line)
    {
        var fields = 0;
        for (; LastField(line) is { } field; fields++)
            line = line[..field.Start].TrimEnd(" \t"u8);
        return fields;
    }

    private static FieldRange? LastField(ReadOnlySpan<byte> line) =>
        line.IsEmpty ? null : new FieldRange(line.LastIndexOfAny(Blanks) + 1, line.Length);

    private static bool IsNumber(ReadOnlySpan<byte> field) => DecimalParser.Parse(field, out _) == field.Length;

    private static bool IsNotFinite(ReadOnlySpan<byte> field) =>
        Show(field).TrimStart('-', '+').ToUpperInvariant() is "NAN" or "INF" or "INFINITY";

    private static string Show(ReadOnlySpan<byte> field) =>
        Utf8Words.Decode(field.Length > 40 ? field[..40] : field);

    private readonly record struct FieldRange(int Start, int End);
}
