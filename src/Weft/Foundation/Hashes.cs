using System.Security.Cryptography;

namespace Weft.Foundation;

/// <summary>SHA-256 in the form in which Weft writes it: 64 lower-case hexadecimal digits.</summary>
public static class Hashes
{
    /// <summary>The hash of a text's UTF-8 bytes.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(StrictUtf8.Encoding.GetBytes(text)));

    /// <summary>The hash of a file's bytes, read as a stream.</summary>
    public static string Sha256OfFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>The same, for files that take noticeable time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Hears of each block that was read, in bytes.</param>
    public static string Sha256OfFile(string path, Action<int> read)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[1 << 20];
        for (int count; (count = stream.Read(block)) > 0; read(count))
            hash.AppendData(block, 0, count);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
