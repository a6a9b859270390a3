namespace Weft.Text.Reading.Records;

/// <summary>What to do with a record that has no text: it is malformed, or its field is missing, null or not a text.</summary>
public enum InvalidRecords
{
    /// <summary>Stop with an error that names file and line.</summary>
    Fail,

    /// <summary>Pass over it, and count.</summary>
    Skip,
}
