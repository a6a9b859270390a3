namespace Weft.Text.Reading;

/// <summary>What a reader met on its way; filled while it reads, from one thread.</summary>
public sealed class ReadingCounts
{
    /// <summary>Bytes of the files taken so far (compressed bytes where a file is compressed).</summary>
    public long Bytes { get; set; }

    /// <summary>Invalid UTF-8 sequences that were replaced.</summary>
    public long ReplacedSequences { get; set; }
}
