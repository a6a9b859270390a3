using System.Buffers;
using System.Text;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>
/// What a SentencePiece model does with blanks before it divides a text. Done here and not by the library, which waits for ever at two
/// blanks in a row where extra ones are to go, and which could not be given a text in parts: each would get a blank of its own.
/// </summary>
internal sealed record SentencePieceSpaces
{
    /// <summary>The fields of the normalizer that tell the library to leave blanks alone: appended to a model, they win.</summary>
    public static ReadOnlySpan<byte> LeftToWeft => [3 << 3 | 2, 4, 3 << 3, 0, 4 << 3, 0];

    private SearchValues<char>? _blanks;

    /// <summary>Whether a text begins with a blank that is not there: so its first word looks like any other.</summary>
    public bool AddsPrefix { get; init; } = true;

    /// <summary>Whether that blank stands at the end instead.</summary>
    public bool AsSuffix { get; init; }

    /// <summary>Whether blanks at both ends go, and several in a row become one.</summary>
    public bool RemovesExtra { get; init; } = true;

    /// <summary>The model's rules for characters, some of which become blanks; null where it has none.</summary>
    public CharacterMap? Map { get; init; }

    /// <summary>The text with its blanks as the model wants them; empty where it has nothing else.</summary>
    public string Apply(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length + 1);
        if (AddsPrefix && !AsSuffix)
            result.Append(' ');
        var start = result.Length;
        if (RemovesExtra)
            AppendWithoutExtra(text, result, start);
        else
            result.Append(text);
        if (result.Length == start)
            return "";
        return AddsPrefix && AsSuffix ? result.Append(' ').ToString() : result.ToString();
    }

    /// <summary>Takes the blank that was added off again.</summary>
    public string Undo(string text)
    {
        if (AddsPrefix && AsSuffix)
            return text.EndsWith(' ') ? text[..^1] : text;
        return AddsPrefix && text.StartsWith(' ') ? text[1..] : text;
    }

    private void AppendWithoutExtra(ReadOnlySpan<char> text, StringBuilder result, int start)
    {
        var blanks = _blanks ??= SearchValues.Create([.. Enumerable.Range(1, 0xFFFF).Select(value => (char)value).Where(IsBlank)]);
        while (!text.IsEmpty)
        {
            var length = text.IndexOfAny(blanks) is >= 0 and var found ? found : text.Length;
            if (length > 0 && result.Length > start)
                result.Append(' ');
            result.Append(text[..length]);
            text = text[Math.Min(length + 1, text.Length)..];
        }
    }

    private bool IsBlank(char character) => character == ' ' || Map?.BecomesBlank(character) == true;
}
