using System.Security.Cryptography;
using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Runs.Logging;

/// <summary>A file that grows by lines, knows the hash of all that is in it, and notices when its name is taken from it.</summary>
internal sealed class LogFile : IDisposable
{
    private const int Block = 1 << 20;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly (ulong Device, ulong Number)? _identity;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Opens the file, or makes it; lines go behind those that are there.</summary>
    /// <exception cref="InvalidDataException">There is something of that name which is no file.</exception>
    public LogFile(string path)
    {
        RegularFile.Require(path);
        _path = path;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1);
        _identity = FileStatus.Of(path).Identity;
        var block = new byte[Block];
        for (int read; (read = _file.Read(block)) > 0;)
            _hash.AppendData(block, 0, read);
    }

    /// <summary>Whether its name still leads to it, and nobody else has written to it.</summary>
    public bool IsInPlace => FileStatus.Of(_path).Identity == _identity && new FileInfo(_path) is { Exists: true } file && file.Length == _file.Position;

    /// <summary>Its length and hash.</summary>
    public LogMark Mark => new(_file.Position, Convert.ToHexStringLower(_hash.GetCurrentHash()));

    /// <summary>Writes a line and hands it to the system.</summary>
    public void Write(string line)
    {
        var bytes = StrictUtf8.Encoding.GetBytes(line + "\n");
        _file.Write(bytes);
        _hash.AppendData(bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }
}
