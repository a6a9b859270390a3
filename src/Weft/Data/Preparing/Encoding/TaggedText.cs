using System.Buffers;
using Weft.Data.Store;
using Weft.Text.Vocabularies;

namespace Weft.Data.Preparing.Encoding;

/// <summary>
/// Takes the part-of-speech tags off the words of a text, <c>word_TAG</c>: what follows the last separator in a word is its tag. Words
/// are divided at blanks as the tokenizer <c>blanks</c> divides them. Reused from piece to piece.
/// </summary>
/// <param name="separator">What stands between word and tag.</param>
/// <param name="isWhole">Whether every word must have a tag.</param>
internal sealed class TaggedText(char separator, bool isWhole = false)
{
    private readonly ArrayBufferWriter<char> _words = new();
    private readonly List<Tag> _tags = [];

    /// <summary>The text without the tags, blanks and line ends as they were.</summary>
    public ReadOnlySpan<char> Words => _words.WrittenSpan;

    /// <summary>One for each token that <c>blanks</c> makes of <see cref="Words"/>.</summary>
    public List<Tag> Tags => _tags;

    /// <summary>Reads a piece.</summary>
    /// <exception cref="InvalidDataException">A word or its tag is empty, or every word must have one and it has none; names file and line.</exception>
    public void Read(PlannedPiece piece)
    {
        _words.ResetWrittenCount();
        _tags.Clear();
        var text = piece.Text.AsSpan();
        for (var at = 0; at < text.Length;)
        {
            var length = text[at..].IndexOfAny(' ', '\t', '\n');
            length = length < 0 ? text.Length - at : length;
            if (length > 0)
                AddWord(piece, at, length);
            at += length;
            if (at < text.Length)
            {
                _words.Write(text.Slice(at, 1));
                if (text[at] == '\n')
                    _tags.Add(Tag.EndOfText);
                at++;
            }
        }
        if (text is not [] and not [.., '\n'])
            _tags.Add(Tag.EndOfText);
    }

    private void AddWord(PlannedPiece piece, int start, int length)
    {
        var word = piece.Text.AsSpan(start, length);
        var end = word.LastIndexOf(separator);
        // A separator alone is a word like any other mark.
        if (end < 0 || length == 1)
        {
            if (isWhole)
                throw Untagged(piece, start, word.ToString());
            _words.Write(word);
            _tags.Add(Tag.None);
            return;
        }
        if (end == 0 || end == length - 1)
        {
            var problem = end == 0 ? "has a tag but no word" : "ends with the separator, and no tag follows";
            var shown = length <= 40 ? word.ToString() : $"{word[..40]}...";
            throw new InvalidDataException(
                $"{piece.Origin.Place(piece.Text, start)}: '{shown}' {problem}. Write word{separator}TAG, or set data.tagSeparator to another character.");
        }
        if (isWhole && word[(end + 1)..] is TagTable.None or SpecialTokens.EndOfText)
            throw new InvalidDataException($"{piece.Origin.Place(piece.Text, start)}: '{word}' has a tag that stands for none. Give it another name.");
        _words.Write(word[..end]);
        _tags.Add(new Tag(start + end + 1, length - end - 1));
    }

    private InvalidDataException Untagged(PlannedPiece piece, int start, string word)
    {
        const int Shown = 60;
        var text = piece.Text.AsSpan();
        var line = text[(text[..start].LastIndexOf('\n') + 1)..];
        line = line.IndexOf('\n') is >= 0 and var end ? line[..end] : line;
        return new InvalidDataException(
            $"{piece.Origin.Place(text, start)}: '{word}' has no tag: {(line.Length <= Shown ? line : $"{line[..Shown]}...")}{Environment.NewLine}"
            + $"Write word{separator}TAG for every word, or set data.tagSeparator to the character that stands there.");
    }

    /// <summary>Where a tag stands in the piece's text.</summary>
    internal readonly record struct Tag(int Start, int Length)
    {
        /// <summary>Stands for a word without a tag.</summary>
        public static readonly Tag None = new(-1, 0);

        /// <summary>Stands for an end-of-text token.</summary>
        public static readonly Tag EndOfText = new(-2, 0);
    }
}
