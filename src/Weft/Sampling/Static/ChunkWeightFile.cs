using System.Globalization;
using Weft.Foundation;
using Weft.Text.Reading.Records;

namespace Weft.Sampling.Static;

/// <summary>Weights of chunks as text: a number, a tab and a weight on each line; chunks that are not named have weight 1.</summary>
internal static class ChunkWeightFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="chunks">How many chunks there are.</param>
    /// <exception cref="InvalidDataException">It is missing or wrong; names the line.</exception>
    public static float[] Read(string path, long chunks)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"There is no file {path}. sampling.static.from takes a file with a chunk's number, a tab and a weight on each line.");
        return WeightLines.Read(path, chunks, "a chunk's number", $"and chunks are numbered from 0 to {chunks - 1}", NumberOf);

        long? NumberOf(ReadOnlySpan<char> name) =>
            long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var chunk) && chunk < chunks ? chunk : null;
    }

    /// <summary>Writes a weight for every chunk.</summary>
    public static void Write(string path, IReadOnlyList<float> weights)
    {
        using var writer = new StreamWriter(path, append: false, StrictUtf8.Encoding) { NewLine = "\n" };
        for (var chunk = 0; chunk < weights.Count; chunk++)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{chunk}\t{weights[chunk]:R}"));
    }
}
