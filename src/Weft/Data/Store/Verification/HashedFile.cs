using System.Security.Cryptography;

namespace Weft.Data.Store.Verification;

/// <summary>A file that is written from front to back and hashed on the way.</summary>
internal sealed class HashedFile(string path) : IDisposable
{
    private readonly FileStream _stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _hash.AppendData(bytes);
    }

    /// <summary>Flushes to disk and closes the file.</summary>
    /// <returns>The SHA-256 of everything written.</returns>
    public string Complete()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
    }
}
