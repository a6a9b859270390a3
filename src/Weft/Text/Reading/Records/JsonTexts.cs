using System.Text;
using System.Text.Json;
using Weft.Text.Reading.Encodings;

namespace Weft.Text.Reading.Records;

/// <summary>Takes the strings of a JSON line. An escape can name half of a character (<c>\ud800</c>), which no text has.</summary>
internal sealed class JsonTexts(InvalidUtf8 invalid, ReadingCounts counts)
{
    private const int EscapeLength = 6;

    /// <summary>Whether a string was refused because it has half a character.</summary>
    public bool HasHalfCharacter { get; private set; }

    /// <summary>The string, with U+FFFD for half a character where that is asked for; null where it is refused.</summary>
    public string? Of(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            HasHalfCharacter = invalid == InvalidUtf8.Fail;
            return HasHalfCharacter ? null : JsonSerializer.Deserialize<string>(Repair(value.GetRawText()))!;
        }
    }

    private string Repair(string literal)
    {
        var repaired = new StringBuilder(literal.Length);
        for (var at = 0; at < literal.Length;)
        {
            var length = literal[at] == '\\' ? 2 : 1;
            if (EscapeAt(literal, at) is { } unit)
            {
                var isPair = char.IsHighSurrogate(unit) && EscapeAt(literal, at + EscapeLength) is { } low && char.IsLowSurrogate(low);
                length = isPair ? 2 * EscapeLength : EscapeLength;
                if (char.IsSurrogate(unit) && !isPair)
                {
                    repaired.Append("\\ufffd");
                    counts.ReplacedSequences++;
                    at += length;
                    continue;
                }
            }
            repaired.Append(literal, at, length);
            at += length;
        }
        return repaired.ToString();
    }

    private static char? EscapeAt(string literal, int at) =>
        at + EscapeLength < literal.Length && literal[at] == '\\' && literal[at + 1] == 'u'
            ? (char)Convert.ToInt32(literal.Substring(at + 2, 4), 16)
            : null;
}
