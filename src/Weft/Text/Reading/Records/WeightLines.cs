using System.Globalization;
using Weft.Foundation.Files;
using Weft.Text.Reading.Encodings;

namespace Weft.Text.Reading.Records;

/// <summary>Gives the number of what a line names, or null where it names nothing that there is.</summary>
internal delegate long? FindNumber(ReadOnlySpan<char> name);

/// <summary>Reads what things weigh from text: a name, a tab and a weight on each line; empty lines are passed over.</summary>
internal static class WeightLines
{
    private const int LongestLine = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, which is there.</param>
    /// <param name="count">How many things there are.</param>
    /// <param name="what">What a line must begin with, for errors: "a token".</param>
    /// <param name="unknown">What is wrong with a name that is not found, for errors: "which is not in the vocabulary".</param>
    /// <param name="find">Knows the names.</param>
    /// <returns>A weight for each thing, [count]; 1 for those that are not named.</returns>
    /// <exception cref="InvalidDataException">A line is wrong; names it.</exception>
    public static float[] Read(string path, long count, string what, string unknown, FindNumber find)
    {
        var weights = new float[count];
        Array.Fill(weights, float.NaN);
        using var text = new Utf8Reader(RegularFile.OpenRead(path), path, new ReadingOptions(), new ReadingCounts());
        var reader = new LineReader(text, path, LongestLine);
        while (reader.TryRead(out var line))
        {
            line = line.TrimEnd('\n');
            if (line.IsEmpty)
                continue;
            var tab = line.LastIndexOf('\t');
            if (tab < 0)
                throw Wrong($"has no tab; it must be {what}, a tab and a weight");
            var name = line[..tab];
            var given = line[(tab + 1)..];
            if (find(name) is not { } number)
                throw Wrong($"names '{name}', {unknown}");
            if (!float.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) || !float.IsFinite(weight) || weight < 0)
                throw Wrong($"gives '{name}' the weight '{given}'; it must be a number, at least 0");
            if (!float.IsNaN(weights[number]))
                throw Wrong($"names '{name}' a second time");
            weights[number] = weight;
        }
        return [.. weights.Select(weight => float.IsNaN(weight) ? 1 : weight)];

        InvalidDataException Wrong(string problem) => new($"{path}, line {reader.LineNumber} {problem}.");
    }
}
