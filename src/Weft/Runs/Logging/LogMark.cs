using System.Security.Cryptography;
using Weft.Foundation.Files;

namespace Weft.Runs.Logging;

/// <summary>What <c>metrics.jsonl</c> held at some moment. Whoever reads it later sees by this whether somebody has changed it since.</summary>
/// <param name="Bytes">How long it was.</param>
/// <param name="Sha256">The hash of these bytes.</param>
internal sealed record LogMark(long Bytes, string Sha256)
{
    private const int Buffer = 1 << 20;

    /// <summary>Whether it had been changed by somebody else before that moment: then it cannot be trusted any more, whatever its hash.</summary>
    public bool Altered { get; init; }

    /// <summary>Whether a log begins with what it held then, and only the training has ever written to it.</summary>
    internal bool Holds(string path)
    {
        if (Altered || !RegularFile.Exists(path))
            return !Altered && Bytes == 0;
        using var file = RegularFile.OpenRead(path, FileShare.ReadWrite | FileShare.Delete, buffer: 1);
        if (file.Length < Bytes)
            return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Buffer];
        for (var left = Bytes; left > 0;)
        {
            var read = file.Read(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
            if (read == 0)
                return false;
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset()) == Sha256;
    }
}
