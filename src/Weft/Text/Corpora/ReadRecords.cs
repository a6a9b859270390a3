using Weft.Text.Corpora.Files;
using Weft.Text.Reading;

namespace Weft.Text.Corpora;

/// <summary>The records of files that a program's own reader reads.</summary>
internal static class ReadRecords
{
    /// <summary>The records of a file, or of those below a folder that the reader reads, in the order of their names.</summary>
    /// <param name="source">The file or folder.</param>
    /// <param name="reader">Reads them.</param>
    /// <exception cref="FileNotFoundException">There is nothing at that path.</exception>
    /// <exception cref="InvalidDataException">The reader reads no file of it.</exception>
    public static IEnumerable<TextRecord> Of(string source, IRecordReader reader)
    {
        var path = Path.GetFullPath(source);
        if (!Directory.Exists(path) && !File.Exists(path))
            throw new FileNotFoundException($"There is no file or folder {path} for {reader.GetType()} to read.", path);
        var files = Directory.Exists(path) ? [.. new FileWalk(pattern: null, new LeftOut()).Below(path).Select(file => file.Path)] : new[] { path };
        var read = files.Where(reader.Reads).ToList();
        return read.Count > 0
            ? read.SelectMany(reader.Read)
            : throw new InvalidDataException($"{reader.GetType()} reads no file of {path}: it refused {(files.Length == 1 ? "the one there is" : $"all {files.Length}")}.");
    }
}
