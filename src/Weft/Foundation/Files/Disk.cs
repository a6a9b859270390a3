namespace Weft.Foundation.Files;

/// <summary>The operations on the real disk.</summary>
internal sealed class Disk : IDisk
{
    private Disk()
    {
    }

    /// <summary>The only one there is.</summary>
    public static Disk Instance { get; } = new();

    /// <inheritdoc/>
    public Stream Create(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);

    /// <inheritdoc/>
    public void Flush(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void FlushFolder(string folder) => Durable.FlushFolder(folder);

    /// <inheritdoc/>
    public void MoveFolder(string from, string to) => Directory.Move(from, to);

    /// <inheritdoc/>
    public void DeleteFolder(string folder) => Directory.Delete(folder, recursive: true);
}
