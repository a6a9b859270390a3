using Weft.Foundation;

namespace Weft.Text.Vectors.Reading;

/// <summary>Takes a vector of a file.</summary>
/// <param name="word">UTF-8, as it stands in the file; valid during the call.</param>
/// <param name="vector">Its numbers, all finite; valid during the call.</param>
/// <returns>Whether to read on.</returns>
internal delegate bool VectorVisitor(ReadOnlySpan<byte> word, ReadOnlySpan<float> vector);

/// <summary>Streams files of word vectors: unpacking runs on a second thread, and memory does not depend on the file's size.</summary>
internal static class VectorReader
{
    /// <summary>The most numbers that a vector may have.</summary>
    public const int MostDimensions = 1 << 16;

    // Often enough to be seen, and seldom enough to cost nothing.
    private const int WordsBetweenReports = 1 << 12;

    /// <summary>Reads all vectors of a file; every line is checked, whether or not its word is wanted.</summary>
    /// <param name="path">See <see cref="VectorsOptions.File"/>.</param>
    /// <param name="visit">Takes each vector, in the file's order, with the same dimension.</param>
    /// <param name="progress">Hears how much of the file was read.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The file is missing, malformed, damaged or cut off; names the line.</exception>
    public static void Read(string path, VectorVisitor visit, IProgress<WorkProgress>? progress = null, CancellationToken stop = default)
    {
        using var file = VectorFile.Open(path);
        using var source = new ReadAhead(file.Stream);
        var words = 0;
        bool Visit(ReadOnlySpan<byte> word, ReadOnlySpan<float> vector)
        {
            if (++words % WordsBetweenReports == 0)
            {
                stop.ThrowIfCancellationRequested();
                progress?.Report(new WorkProgress("reading vectors", file.Position, file.Length, "bytes"));
            }
            return visit(word, vector);
        }
        if (file.IsBinary)
            new BinaryVectors(source, file.Name).Read(Visit);
        else
            new TextVectors(new ByteLines(source, file.Name), file.Name).Read(Visit);
        progress?.End("reading vectors");
    }
}
