using System.Buffers;
using System.Security.Cryptography;
using Weft.Foundation.Files;

namespace Weft.Foundation;

/// <summary>SHA-256 in the form in which Weft writes it: 64 lower-case hexadecimal digits.</summary>
internal static class Hashes
{
    // Small enough to stay in the processor's cache between reading and hashing.
    private const int BlockLength = 1 << 18;

    /// <summary>The hash of a text's UTF-8 bytes.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(StrictUtf8.Encoding.GetBytes(text)));

    /// <summary>The hash of a file's bytes, read as a stream.</summary>
    public static string Sha256OfFile(string path) => Sha256OfFile(path, advance: null, CancellationToken.None);

    /// <summary>The same for large files.</summary>
    /// <param name="path">The file.</param>
    /// <param name="advance">Hears of every block: its bytes.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static string Sha256OfFile(string path, Action<int>? advance, CancellationToken stop)
    {
        RegularFile.Require(path);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            var offset = 0L;
            for (int count; (count = RandomAccess.Read(file, block.AsSpan(0, BlockLength), offset)) > 0; offset += count)
            {
                stop.ThrowIfCancellationRequested();
                hash.AppendData(block.AsSpan(0, count));
                advance?.Invoke(count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
