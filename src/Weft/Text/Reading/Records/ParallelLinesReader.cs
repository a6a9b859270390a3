using Weft.Text.Reading.Encodings;

namespace Weft.Text.Reading.Records;

/// <summary>Reads two files of as many lines: line N of one and line N of the other are a pair. A pair of which a side is empty is passed over, and counted.</summary>
internal static class ParallelLinesReader
{
    /// <summary>Reads both files to their ends.</summary>
    /// <param name="first">The first texts.</param>
    /// <param name="second">The second texts.</param>
    /// <param name="source">The names of the files.</param>
    /// <param name="options">What the sides are called.</param>
    /// <param name="counts">Takes the pairs that are passed over.</param>
    /// <exception cref="InvalidDataException">One has more lines than the other.</exception>
    public static IEnumerable<TextPiece> Read(TextReader first, TextReader second, TextSource source, ReadingOptions options, ReadingCounts counts)
    {
        var (firsts, seconds) = (new LineReader(first, source.Path), new LineReader(second, source.Second!));
        while (TryRead(firsts, seconds, source) is var (one, other))
        {
            if (one.Length == 0 || other.Length == 0)
            {
                counts.Skip($"without '{(one.Length == 0 ? options.Field : options.Second)}'");
                continue;
            }
            foreach (var piece in RecordPieces.Of(RecordPair.Join(one, other)))
                yield return piece;
        }
    }

    private static (string First, string Second)? TryRead(LineReader firsts, LineReader seconds, TextSource source)
    {
        var (hasFirst, hasSecond) = (firsts.TryRead(out var first), seconds.TryRead(out var second));
        if (hasFirst && hasSecond)
            return (first.Trim().ToString(), second.Trim().ToString());
        if (!hasFirst && !hasSecond)
            return null;
        throw new InvalidDataException(
            $"{source.Path} has {CountAll(firsts):N0} lines and {source.Second} has {CountAll(seconds):N0}; line N of one belongs to line N of the other.{Environment.NewLine}"
            + "Give two files of as many lines, an empty one where there is nothing.");
    }

    private static long CountAll(LineReader lines)
    {
        while (lines.TryRead(out _))
            continue;
        return lines.LineNumber;
    }
}
