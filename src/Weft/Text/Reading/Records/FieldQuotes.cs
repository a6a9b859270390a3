namespace Weft.Text.Reading.Records;

/// <summary>Whether quotes in a file of separated values hold fields together.</summary>
public enum FieldQuotes
{
    /// <summary><see cref="On"/> for CSV, <see cref="Off"/> for TSV.</summary>
    Auto,

    /// <summary>As RFC 4180 has it: a field in quotes may hold delimiters and line ends; two quotes in it are one.</summary>
    On,

    /// <summary>Quotes are ordinary characters, and a row is a line.</summary>
    Off,
}
