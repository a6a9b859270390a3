namespace Weft.Text.Reading;

/// <summary>What a reader met on its way; filled while it reads, from one thread.</summary>
internal sealed class ReadingCounts
{
    /// <summary>Bytes of the files taken so far (compressed bytes where a file is compressed).</summary>
    public long Bytes { get; set; }

    /// <summary>Invalid UTF-8 sequences that were replaced.</summary>
    public long ReplacedSequences { get; set; }

    /// <summary>Records that were passed over, by what was wrong with them: <c>without 'text'</c>, <c>not JSON</c>.</summary>
    public SortedDictionary<string, long> SkippedRecords { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts a record that is passed over.</summary>
    /// <param name="reason">What is wrong with it, to follow "10 records".</param>
    public void Skip(string reason) => SkippedRecords[reason] = SkippedRecords.GetValueOrDefault(reason) + 1;

    /// <summary>Tells of records that were passed over, in a sentence.</summary>
    /// <param name="records">How many, by what was wrong with them.</param>
    public static string SkippedOf(IReadOnlyDictionary<string, long> records) =>
        $"{records.Values.Sum():N0} records were passed over: {string.Join(", ", records.Select(kind => $"{kind.Value:N0} {kind.Key}"))}.";
}
