namespace Weft.Text.Reading.Encodings;

/// <summary>What to do with bytes that are not UTF-8.</summary>
public enum InvalidUtf8
{
    /// <summary>Stop with an error that names file and byte.</summary>
    Fail,

    /// <summary>Put U+FFFD in their place, and count.</summary>
    Replace,
}
