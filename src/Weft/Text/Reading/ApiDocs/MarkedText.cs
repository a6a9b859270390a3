using System.Text;

namespace Weft.Text.Reading.ApiDocs;

/// <summary>Text that grows, of which each character is known to be English or a name of code.</summary>
internal sealed class MarkedText
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _tags = [];

    /// <summary>Adds text.</summary>
    /// <param name="text">The text; a line end ends a passage.</param>
    /// <param name="tag">One of <see cref="ApiDocsTags"/>.</param>
    public void Append(string text, string tag = ApiDocsTags.Text)
    {
        _text.Append(text);
        _tags.AddRange(Enumerable.Repeat(tag, text.Length));
    }

    /// <summary>Ends an item's term, if it has one, which stands before its description.</summary>
    public void EndTerm()
    {
        while (_text.Length > 0 && _text[^1] == ' ')
            _text.Length--;
        _tags.RemoveRange(_text.Length, _tags.Count - _text.Length);
        if (_text.Length > 0 && _text[^1] != '\n')
            Append(": ");
    }

    /// <summary>The passages, white space collapsed.</summary>
    /// <param name="separator">What stands between each word and its tag; null leaves tags out.</param>
    public IEnumerable<string> Passages(string? separator)
    {
        var (text, words) = (_text.ToString(), new List<string>());
        for (var start = 0; start <= text.Length;)
        {
            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            if (end > start)
                words.Add(separator is null ? text[start..end] : $"{text[start..end]}{separator}{TagOf(start, end)}");
            if ((end == text.Length || text[end] == '\n') && words.Count > 0)
            {
                yield return string.Join(' ', words);
                words.Clear();
            }
            start = end + 1;
        }
    }

    private string TagOf(int start, int end) => _tags[start..end].Find(tag => tag != ApiDocsTags.Text) ?? ApiDocsTags.Text;
}
