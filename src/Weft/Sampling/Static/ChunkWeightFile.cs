using System.Globalization;
using Weft.Foundation;

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
        var weights = new float[chunks];
        Array.Fill(weights, float.NaN);
        var number = 0;
        foreach (var line in File.ReadLines(path, StrictUtf8.Encoding))
        {
            number++;
            if (line.Length > 0)
                Take(line);
        }
        return [.. weights.Select(weight => float.IsNaN(weight) ? 1 : weight)];

        void Take(string line)
        {
            var parts = line.Split('\t');
            if (parts.Length != 2)
                throw Wrong("must be a chunk's number, a tab and a weight");
            if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var chunk) || chunk >= chunks)
                throw Wrong($"names the chunk '{parts[0]}'; chunks are numbered from 0 to {chunks - 1}");
            if (!float.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) || !float.IsFinite(weight) || weight < 0)
                throw Wrong($"gives the weight '{parts[1]}'; it must be a number, at least 0");
            if (!float.IsNaN(weights[chunk]))
                throw Wrong($"names the chunk {chunk} a second time");
            weights[chunk] = weight;
        }

        InvalidDataException Wrong(string problem) => new($"{path}, line {number} {problem}.");
    }

    /// <summary>Writes a weight for every chunk.</summary>
    public static void Write(string path, IReadOnlyList<float> weights)
    {
        using var writer = new StreamWriter(path, append: false, StrictUtf8.Encoding) { NewLine = "\n" };
        for (var chunk = 0; chunk < weights.Count; chunk++)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{chunk}\t{weights[chunk]:R}"));
    }
}
