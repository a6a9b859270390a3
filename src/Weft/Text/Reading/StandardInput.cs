using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Text.Reading;

/// <summary>Makes text that can be read once into a file that can be read again.</summary>
internal static class StandardInput
{
    /// <summary>Copies the stream into a file that is named by its content, so that the same text is the same file.</summary>
    /// <param name="input">The text, UTF-8; read to its end.</param>
    /// <param name="folder">Where the file goes; created when it is missing.</param>
    /// <exception cref="InvalidDataException">Nothing came.</exception>
    /// <exception cref="IOException">The folder cannot be written; nothing is left behind.</exception>
    public static TextSource Spool(Stream input, string folder)
    {
        var spool = Path.Combine(Path.GetFullPath(folder), $"stdin-{Guid.NewGuid():N}.txt");
        AtomicFile.Write(spool, input.CopyTo);
        try
        {
            if (new FileInfo(spool).Length == 0)
                throw new InvalidDataException("Standard input is empty. Pipe text into it: cat *.txt | weft prepare --data -");
            var path = Path.Combine(Path.GetDirectoryName(spool)!, $"stdin-{Hashes.Sha256OfFile(spool)[..16]}.txt");
            File.Move(spool, path, overwrite: true);
            return new TextSource(path, TextFormat.Text, OfficialSplit: null);
        }
        finally
        {
            File.Delete(spool);
        }
    }
}
