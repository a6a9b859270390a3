using Weft.Foundation.Files;
using Weft.Text.Reading;

namespace Weft.Text.Corpora;

/// <summary>Takes text from what is no file: a pipe that the shell opened, <c>--data &lt;(zcat notes.gz)</c>.</summary>
internal static class PipedText
{
    /// <summary>Keeps the text of a pipe in a file, as that of <c>-</c>.</summary>
    /// <param name="path">The path that the user gave.</param>
    /// <param name="kind">What stands there.</param>
    /// <param name="folder">Where the file goes.</param>
    /// <exception cref="InvalidDataException">It is a device, a socket, or a pipe with a name, which might never be written to.</exception>
    public static TextSource Take(string path, FileKind kind, string folder)
    {
        if (kind != FileKind.Pipe || !IsOpen(path))
        {
            throw new InvalidDataException(
                $"{path} is a pipe, device or socket, not a file. Name a file, or pipe the text in: cat FILE | weft prepare --data -");
        }
        using var pipe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        return StandardInput.Spool(pipe, folder);
    }

    // The shell has opened these already, so opening them again does not wait for a writer.
    private static bool IsOpen(string path) =>
        path is "/dev/stdin" || path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path.StartsWith("/proc/self/fd/", StringComparison.Ordinal);
}
