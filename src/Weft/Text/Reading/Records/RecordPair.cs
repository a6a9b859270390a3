using Weft.Text.Reading.Pictures;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Text.Reading.Records;

/// <summary>
/// A record with two texts is one document of two lines: the first text, then the second. Line ends within a text become blanks. Encoded, each of them ends
/// with the end-of-text token, so that the first such token stands between the two.
/// </summary>
internal static class RecordPair
{
    /// <summary>Joins two texts.</summary>
    public static string Join(string first, string second) => First(first) + First(second);

    /// <summary>The first text alone, as it stands before the second.</summary>
    public static string First(string text) => $"{OneLine(text)}\n";

    /// <summary>Joins a record's second text with its first, where records have two; or says what is wrong. A record without a first text is passed over.</summary>
    /// <param name="text">The first text.</param>
    /// <param name="second">What the field of the second holds; null where there is no value.</param>
    /// <param name="options">The name of the field.</param>
    public static RecordText With(string text, string? second, ReadingOptions options)
    {
        if (options.ImageSize > 0)
            return PictureRecord.Of(text, second, options);
        if (options.Second is not { } field || text.Length == 0)
            return new RecordText(text);
        return string.IsNullOrWhiteSpace(second) || string.IsNullOrWhiteSpace(text)
            ? new RecordText(null, $"without '{(string.IsNullOrWhiteSpace(text) ? options.Field : field)}'", $": the text '{(string.IsNullOrWhiteSpace(text) ? options.Field : field)}' is empty.")
            : new RecordText(Join(text, second));
    }

    /// <summary>Appends the tokens of a piece of such a document.</summary>
    /// <param name="text">Whole lines.</param>
    /// <param name="tokenizer">Makes the tokens.</param>
    /// <param name="vocabulary">Their ids.</param>
    /// <param name="ids">Where they go.</param>
    public static void Encode(ReadOnlySpan<char> text, ITokenizer tokenizer, Vocabulary vocabulary, List<int> ids)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf('\n') is var line and >= 0 ? line + 1 : text.Length;
            tokenizer.Encode(text[..end], vocabulary, endsDocument: true, ids);
            text = text[end..];
        }
    }

    /// <summary>A text whose line ends are blanks, without blanks around it.</summary>
    internal static string OneLine(string text) => TextNormalizer.Normalize(text).Replace('\n', ' ').Trim();
}
