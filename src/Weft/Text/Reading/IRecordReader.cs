namespace Weft.Text.Reading;

/// <summary>Reads files of a format that Weft does not know. Every file is read once, before training begins; what came out is kept.</summary>
public interface IRecordReader
{
    /// <summary>Whether it reads a file: it is asked for every file of a folder, in the order of their names, and for a file that is named itself.</summary>
    /// <param name="path">The file's full path.</param>
    bool Reads(string path);

    /// <summary>The documents of a file, in their order.</summary>
    /// <param name="path">The file's full path.</param>
    /// <exception cref="InvalidDataException">To be thrown where the file is damaged: what, where (line or byte) and the remedy.</exception>
    IEnumerable<TextRecord> Read(string path);
}
