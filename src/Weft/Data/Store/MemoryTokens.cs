using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Weft.Data.Store;

/// <summary>Tokens in memory, as one document: for text that is measured without being prepared first, and for tests.</summary>
internal sealed class MemoryTokens(ReadOnlyMemory<int> tokens) : TokenSequence
{
    /// <inheritdoc/>
    public override long Count => tokens.Length;

    /// <inheritdoc/>
    public override long DocumentCount => 1;

    /// <summary>SHA-256 of the ids as 32-bit integers.</summary>
    public override string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(tokens.Span)));

    /// <inheritdoc/>
    public override void CopyTo(long start, Span<long> ids)
    {
        RequireRange(start, ids.Length);
        var source = tokens.Span.Slice((int)start, ids.Length);
        for (var i = 0; i < ids.Length; i++)
            ids[i] = source[i];
    }

    /// <inheritdoc/>
    public override long DocumentStart(long document)
    {
        RequireDocument(document);
        return document * Count;
    }
}
