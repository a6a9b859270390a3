using System.Text.Json.Serialization;
using Weft.Text.Reading.Encodings;
using Weft.Text.Reading.Pictures;
using Weft.Text.Reading.Records;

namespace Weft.Text.Reading;

/// <summary>How files become documents.</summary>
internal sealed record ReadingOptions
{
    /// <summary>The field of a JSON line, or the column of a CSV, TSV or Parquet file, that holds the text.</summary>
    public string Field { get; init; } = "text";

    /// <summary>The field or column that holds the second text of a record; null where records have one text. It is no part of the keys of what was
    /// prepared without.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Second { get; init; }

    /// <summary>The field or column that holds the answer to the question in <see cref="Second"/>, a part of the text; null where records ask nothing. It is no part of the
    /// keys of what was prepared without.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Answer { get; init; }

    /// <summary>The field or column, where there is one, that says where in the text the answer begins, in characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Start { get; init; }

    /// <summary>Whether records have answers; where they are to be predicted they need none. No part of any key.</summary>
    [JsonIgnore]
    public bool HasAnswers { get; init; } = true;

    /// <summary>The field or column that holds the label of a record; null where records have none. It is no part of the keys of what was
    /// prepared without.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>What a label is. It is no part of the keys of what was prepared with names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LabelKind Labels { get; init; }

    /// <summary>What stands between words and their tags; null where they have none. It is no part of the keys of what was prepared without.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TagSeparator { get; init; }

    /// <summary>Pixels on a side of the pictures that <see cref="Field"/> names the files of, with <see cref="Second"/> as captions; 0 where records have no pictures. It is no part of
    /// the keys of what was prepared without.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ImageSize { get; init; }

    /// <summary>What is known of pictures; null where records have none. No part of any key: their bytes are of the sources'.</summary>
    [JsonIgnore]
    public KnownPictures? Pictures { get; init; }

    /// <summary>The folder of the file that is read, from which the paths of pictures go on. No part of any key.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";

    /// <summary>What counts as one document in a text file; records of other formats are always one document each.</summary>
    public DocumentUnit Documents { get; init; }

    /// <summary>What to do with bytes that are not UTF-8.</summary>
    public InvalidUtf8 InvalidUtf8 { get; init; }

    /// <summary>What to do with a record that has no text.</summary>
    public InvalidRecords InvalidRecords { get; init; }

    /// <summary>Whether quotes in CSV and TSV hold fields together.</summary>
    public FieldQuotes Quotes { get; init; }

    /// <summary>What divides the fields of CSV and TSV: one ASCII character, <c>tab</c>, or <c>auto</c>: a tab for TSV, and for CSV
    /// whichever of comma, semicolon, tab and bar divides its header.</summary>
    public string Delimiter { get; init; } = Delimiters.Auto;

    /// <summary>Whether these are settings of a verb that takes <c>--set</c>: errors then name those that help. No part of any key.</summary>
    [JsonIgnore]
    public bool AreSettings { get; init; } = true;

    /// <summary>What bytes that are not UTF-8 can be read with, to follow what else helps.</summary>
    [JsonIgnore]
    public string OrReplace => AreSettings ? ", or read on with --invalid-utf8 replace" : "";

    /// <summary>How another field is named for the text.</summary>
    [JsonIgnore]
    public string FieldOption => AreSettings ? "--set data.field=NAME" : "--field NAME";
}
