using System.Text.Json.Serialization;

namespace Weft.Data.Auditing.Results;

/// <summary>What can be wrong with text.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingKind>))]
internal enum FindingKind
{
    /// <summary>Documents with the text of others of their split.</summary>
    [JsonStringEnumMemberName("duplicates")]
    Duplicates,

    /// <summary>Documents that are nearly others of their split.</summary>
    [JsonStringEnumMemberName("near-duplicates")]
    NearDuplicates,

    /// <summary>Passages of training that occurred before in it, within other documents.</summary>
    [JsonStringEnumMemberName("passages")]
    Passages,

    /// <summary>Lines that stand in many documents.</summary>
    [JsonStringEnumMemberName("boilerplate")]
    Boilerplate,

    /// <summary>Held-out text that occurs in training.</summary>
    [JsonStringEnumMemberName("leak")]
    Leak,

    /// <summary>Passages whose words stand in no order.</summary>
    [JsonStringEnumMemberName("salad")]
    Salad,

    /// <summary>Lines in another language or writing.</summary>
    [JsonStringEnumMemberName("language")]
    Language,

    /// <summary>Lines with letters that came of a wrong encoding, or with bytes that are none.</summary>
    [JsonStringEnumMemberName("encoding")]
    Encoding,

    /// <summary>Lines with tags, entities or templates.</summary>
    [JsonStringEnumMemberName("markup")]
    Markup,

    /// <summary>Very long lines.</summary>
    [JsonStringEnumMemberName("long-lines")]
    LongLines,

    /// <summary>Documents of one text with different labels.</summary>
    [JsonStringEnumMemberName("labels")]
    Labels,
}
