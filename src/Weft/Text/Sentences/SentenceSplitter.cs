namespace Weft.Text.Sentences;

/// <summary>
/// Divides text into sentences by rules made for English. A line end always ends a sentence, so headings and list items are sentences;
/// blank lines belong to the sentence before them. Within a line a sentence ends behind <c>.</c>, <c>!</c>, <c>?</c> or an ellipsis, and
/// the quotation marks and brackets that close there, unless the next word says that it goes on: see <see cref="SentenceStops"/>.
/// Text with blanks around its stops, as WikiText's <c> . </c>, follows the same rules.
/// </summary>
internal static class SentenceSplitter
{
    /// <summary>Finds where sentences begin. The blanks between two sentences of a line belong to the second one, so that the
    /// tokens of the parts are those of the whole for tokenizers that join a word with the blank in front.</summary>
    /// <param name="text">Whole lines.</param>
    /// <param name="starts">Where the positions go, rising; the first is behind blank lines at the beginning. None for blank text.</param>
    public static void Split(ReadOnlySpan<char> text, List<int> starts)
    {
        for (var begin = 0; begin < text.Length;)
        {
            var length = text[begin..].IndexOf('\n') + 1;
            var line = length == 0 ? text[begin..] : text.Slice(begin, length);
            if (!line.IsWhiteSpace())
                SplitLine(line, begin, starts);
            begin += line.Length;
        }
    }

    private static void SplitLine(ReadOnlySpan<char> line, int offset, List<int> starts)
    {
        starts.Add(offset);
        for (var at = 0; at < line.Length;)
        {
            var found = line[at..].IndexOfAny(SentenceStops.Marks);
            if (found < 0)
                return;
            var stop = SentenceStops.RunAt(line, at + found);
            var end = SentenceClosers.EndAfter(line, stop.End);
            if (!line[end..].IsWhiteSpace() && SentenceStops.Ends(line, stop, end))
                starts.Add(offset + end);
            at = Math.Max(stop.End, end);
        }
    }
}
