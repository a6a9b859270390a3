namespace Weft.Text.Reading.Records;

/// <summary>A record as it stands in its file.</summary>
/// <param name="Raw">All of it: a JSON line, or a row without its line end.</param>
/// <param name="Text">Its text, or what is wrong with it.</param>
/// <param name="Where">The file and the line, for errors.</param>
internal readonly record struct WholeRecord(string Raw, RecordText Text, string Where);
