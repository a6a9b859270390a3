using System.Globalization;
using System.IO.Compression;
using System.Text;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Text.Vocabularies;

namespace Weft.Text.Vectors.Learning;

/// <summary>Writes vectors as Stanford's tool does: words by falling frequency, six decimals, and last <c>&lt;unk&gt;</c>, the mean of
/// the hundred rarest words.</summary>
internal static class VectorWriter
{
    private const int RareWords = 100;

    /// <summary>Writes a file whole or not at all; packed where its name ends with <c>.gz</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabulary">The model's words, by falling frequency.</param>
    /// <param name="isWord">Which ids are words of the text that a line can hold.</param>
    /// <param name="model">The vectors.</param>
    /// <returns>How many words were written.</returns>
    public static int Write(string path, Vocabulary vocabulary, Func<int, bool> isWord, GloVeModel model)
    {
        var ids = Enumerable.Range(0, vocabulary.Count).Where(isWord).ToList();
        AtomicFile.Write(path, stream =>
        {
            using var packing = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
            using var writer = new StreamWriter(packing ?? stream, StrictUtf8.Encoding, bufferSize: 1 << 16, leaveOpen: true);
            var vector = new float[model.Dimension];
            foreach (var id in ids)
            {
                model.CopySum(id, vector);
                writer.Write(Line(vocabulary[id], vector));
            }
            if (vocabulary.UnknownId is { } unknown && ids.Count > 0)
                writer.Write(Line(vocabulary[unknown], MeanOf(ids.TakeLast(RareWords), model)));
        });
        return ids.Count;
    }

    private static StringBuilder Line(string word, float[] vector)
    {
        var line = new StringBuilder(word);
        foreach (var number in vector)
            line.Append(' ').Append(number.ToString("F6", CultureInfo.InvariantCulture));
        return line.Append('\n');
    }

    private static float[] MeanOf(IEnumerable<int> ids, GloVeModel model)
    {
        var (mean, vector) = (new float[model.Dimension], new float[model.Dimension]);
        var count = 0;
        foreach (var id in ids)
        {
            model.CopySum(id, vector);
            System.Numerics.Tensors.TensorPrimitives.Add(mean, vector, mean);
            count++;
        }
        System.Numerics.Tensors.TensorPrimitives.Divide(mean, (float)count, mean);
        return mean;
    }
}
