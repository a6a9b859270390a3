using System.IO.Compression;
using Weft.Foundation.Files;
using Weft.Text.Reading.Compression;

namespace Weft.Text.Vectors.Reading;

/// <summary>Opens a file of vectors: plain, packed with gzip, or an entry of a zip archive.</summary>
internal sealed class VectorFile : IDisposable
{
    private readonly List<IDisposable> _open = [];
    private readonly FileStream _file;

    private VectorFile(FileStream file, string name)
    {
        (_file, Name) = (file, name);
        _open.Add(file);
    }

    /// <summary>The path, with the entry of an archive behind it.</summary>
    public string Name { get; }

    /// <summary>The unpacked bytes.</summary>
    public Stream Stream { get; private set; } = Stream.Null;

    /// <summary>Whether the name is that of word2vec's binary format.</summary>
    public bool IsBinary { get; private set; }

    /// <summary>How much of the file on disk was read.</summary>
    public long Position => Math.Min(_file.Position, Length);

    /// <summary>The size of the file on disk.</summary>
    public long Length => _file.Length;

    /// <summary>Opens it.</summary>
    /// <param name="path">A file, or an entry of an archive: <c>glove.6B.zip/glove.6B.50d.txt</c>.</param>
    /// <exception cref="InvalidDataException">There is no such file or entry, or the archive has several.</exception>
    public static VectorFile Open(string path)
    {
        var (archive, entry) = Divide(path);
        if (!File.Exists(archive))
            throw new InvalidDataException($"There is no file of vectors at {path}.{(Directory.Exists(path) ? " That is a folder: name a file in it." : "")}");
        var stream = RegularFile.OpenRead(archive);
        var isZip = IsZip(archive);
        var file = new VectorFile(stream, path);
        try
        {
            return isZip ? file.InArchive(archive, entry) : file.Plain(archive);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in Enumerable.Reverse(_open))
            part.Dispose();
    }

    private static bool IsZip(string path) => path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static (string File, string? Entry) Divide(string path)
    {
        if (File.Exists(path))
            return (path, null);
        for (var archive = Path.GetDirectoryName(path); !string.IsNullOrEmpty(archive); archive = Path.GetDirectoryName(archive))
        {
            if (IsZip(archive) && File.Exists(archive))
                return (archive, path[(archive.Length + 1)..].Replace('\\', '/'));
        }
        return (path, null);
    }

    private VectorFile Plain(string path)
    {
        Stream = Gzip.Unpack(_file);
        _open.Add(Stream);
        IsBinary = (Gzip.IsPacked(path) ? path[..^Gzip.Ending.Length] : path).EndsWith(".bin", StringComparison.OrdinalIgnoreCase);
        return this;
    }

    private VectorFile InArchive(string archive, string? name)
    {
        var zip = OpenArchive(archive);
        var entries = zip.Entries.Where(entry => entry.Length > 0 && !entry.FullName.EndsWith('/')).ToList();
        var list = string.Join(", ", entries.Take(8).Select(entry => entry.FullName));
        var found = name is null
            ? (entries.Count == 1 ? entries[0] : null)
            : entries.FirstOrDefault(entry => entry.FullName == name);
        if (found is null)
        {
            throw new InvalidDataException(name is null
                ? $"{archive} holds {entries.Count} files: {list}.{Environment.NewLine}Name one of them: {archive}/{(entries.Count > 0 ? entries[0].FullName : "ENTRY")}"
                : $"{archive} does not hold {name}.{Environment.NewLine}It holds {list}.");
        }
        Stream = OpenEntry(found, archive);
        _open.Add(Stream);
        IsBinary = found.FullName.EndsWith(".bin", StringComparison.OrdinalIgnoreCase);
        return this;
    }

    private static CheckedEntry OpenEntry(ZipArchiveEntry entry, string archive)
    {
        try
        {
            return CheckedEntry.Open(entry);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{archive}: {e.Message} Fetch it again.", e);
        }
    }

    private ZipArchive OpenArchive(string archive)
    {
        try
        {
            var zip = new ZipArchive(_file, ZipArchiveMode.Read);
            _open.Add(zip);
            // The list of entries is read when it is first asked for.
            _ = zip.Entries;
            return zip;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException($"{archive} is not a whole zip archive: {e.Message} Fetch it again.", e);
        }
    }
}
