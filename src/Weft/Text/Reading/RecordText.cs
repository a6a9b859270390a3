namespace Weft.Text.Reading;

/// <summary>The text of a record, or what is wrong with it.</summary>
/// <param name="Text">The text; null where there is none.</param>
/// <param name="Reason">What is wrong, to follow "10 records": <c>without 'text'</c>.</param>
/// <param name="Problem">What is wrong, to follow the place of the record in an error, with a remedy: <c> is not valid JSON: …</c></param>
internal readonly record struct RecordText(string? Text, string Reason = "", string Problem = "")
{
    /// <summary>The text, or null for a record that is passed over and counted.</summary>
    /// <exception cref="InvalidDataException">There is none, and records without are errors.</exception>
    public string? OrSkip(string where, ReadingOptions options, ReadingCounts counts)
    {
        if (Text is not null)
            return Text;
        if (options.InvalidRecords == InvalidRecords.Fail)
            throw new InvalidDataException($"{where}{Problem} To pass over such records: --set data.invalidRecords=skip.");
        counts.Skip(Reason);
        return null;
    }
}
