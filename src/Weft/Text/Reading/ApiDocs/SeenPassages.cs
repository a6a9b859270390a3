using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Weft.Text.Reading.ApiDocs;

/// <summary>
/// Remembers which passages a reading has given. API documentation says the same thing in hundreds of places; each is
/// given once, so that no passage stands on both sides of a split.
/// </summary>
internal sealed class SeenPassages
{
    // 128-bit hashes: two of a million passages collide with a probability of about 10^-27.
    private readonly HashSet<UInt128> _hashes = [];

    /// <summary>Notes a passage; false where it was noted before.</summary>
    public bool Add(string passage) => _hashes.Add(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(passage.AsSpan())));
}
