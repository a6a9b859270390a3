using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Weft.Foundation;
using Weft.Foundation.Counting;
using Weft.Text.Vectors.Learning;

namespace Weft.Bench.Vectors;

/// <summary>Files of vectors and of pairs, of any size, without a meaning.</summary>
internal static class SyntheticVectors
{
    /// <summary>Writes vectors as Stanford's tool does, packed too.</summary>
    public static void Write(string path, string packed, int words, int dimension)
    {
        var random = RandomStream.For(1, "synthetic vectors");
        // Numbers are drawn from a supply: writing them would take longer than reading.
        var numbers = Enumerable.Range(0, 1 << 16).Select(_ => " " + (random.NextDouble() * 2 - 1).ToString("G5", CultureInfo.InvariantCulture)).ToArray();
        using var file = new StreamWriter(path, append: false, StrictUtf8.Encoding, 1 << 16);
        using var gzip = new StreamWriter(new GZipStream(File.Create(packed), CompressionLevel.Fastest), StrictUtf8.Encoding, 1 << 16);
        for (var word = 0; word < words; word++)
        {
            var line = $"word{word}{string.Concat(Enumerable.Range(0, dimension).Select(_ => numbers[random.NextInt32(numbers.Length)]))}\n";
            file.Write(line);
            gzip.Write(line);
        }
    }

    /// <summary>Writes pairs of words of which few are frequent, as in text.</summary>
    public static void WritePairs(string path, int pairs, int words, GloVeOptions options)
    {
        var random = RandomStream.For(1, "synthetic pairs");
        int Word() => (int)Math.Min(words - 1, Math.Exp(random.NextDouble() * Math.Log(words)) - 1);
        var made = Enumerable.Range(0, pairs).Select(_ => TrainingPair.Of(new PairCount<double>(PairKey.Of(Word(), Word()), 0.1 + random.NextDouble() * 20), options).First());
        File.WriteAllBytes(path, MemoryMarshal.AsBytes<TrainingPair>(made.ToArray()).ToArray());
    }
}
