using System.Runtime.InteropServices;
using Weft.Data.Store;
using Weft.Text;
using Weft.Text.Reading.Records;
using Weft.Text.Sentences;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Data.Preparing.Encoding;

/// <summary>Encodes one piece after the other: its tokens, where documents begin in them, and their tags. Not for several threads.</summary>
/// <param name="tokenizer">What makes the tokens.</param>
/// <param name="vocabulary">Their ids.</param>
/// <param name="options">The level and the separator of tags.</param>
/// <param name="tags">The ids of the tags, where there are any.</param>
/// <param name="source">What makes the tokens of the first text of pairs, and their ids, where they are others.</param>
internal sealed class PieceEncoder(ITokenizer tokenizer, Vocabulary vocabulary, DataOptions options, TagTable? tags, (ITokenizer Tokenizer, Vocabulary Vocabulary)? source = null)
{
    private readonly TaggedText? _tagged = options.TaggedText();
    private readonly AskedEncoder _asked = new(tokenizer, vocabulary);
    private readonly SentenceBorders? _borders = options.Level == TextLevel.Sentence ? new SentenceBorders(tokenizer, vocabulary) : null;
    private int _ofSource;

    /// <summary>The ids.</summary>
    public List<int> Ids { get; } = [];

    /// <summary>Where documents begin, in tokens from the beginning of the piece.</summary>
    public List<int> DocumentStarts { get; } = [];

    /// <summary>A tag for each id; empty where there are none. Where a word makes several tokens, its first has the tag, and the others have none.</summary>
    public List<int> Tags { get; } = [];

    /// <summary>The picture that a caption is of; null where there is none.</summary>
    public EncodedPicture? Picture { get; private set; }

    /// <summary>Words without a tag, or questions without an answer.</summary>
    public long Untagged { get; private set; }

    /// <summary>How many of the ids are the unknown token.</summary>
    public int Unknown => CountUnknown(vocabulary, Range.StartAt(_ofSource)) + (source is null ? 0 : CountUnknown(source.Value.Vocabulary, Range.EndAt(_ofSource)));

    /// <summary>Words of the text, tags taken off.</summary>
    public long Words { get; private set; }

    /// <summary>UTF-8 bytes of the text, tags taken off.</summary>
    public long Bytes { get; private set; }

    /// <summary>Replaces everything with what this piece gives.</summary>
    public void Encode(PlannedPiece piece)
    {
        Ids.Clear();
        DocumentStarts.Clear();
        Tags.Clear();
        Untagged = 0;
        // Captions of one picture stand most often one behind the other.
        if (piece.Picture is { } given && given.Name != Picture?.Name)
            Picture = EncodedPicture.Of(given, options.ImageSize);
        var text = piece.Text.AsSpan();
        if (_tagged is not null)
        {
            _tagged.Read(piece);
            text = _tagged.Words;
        }
        (Words, Bytes) = (TextSize.Words(text), TextSize.Bytes(text));
        if (piece.Answers is { } answers)
        {
            DocumentStarts.Add(0);
            _asked.Append(text, answers, Ids, Tags);
            Untagged = answers.Texts.Count == 0 ? 1 : 0;
            return;
        }
        if (_tagged is not null && options.Level != TextLevel.Word)
        {
            EncodeWords(piece, text);
            return;
        }
        if (options.Second.Length > 0)
            EncodePair(text, piece);
        else
            tokenizer.Encode(text, vocabulary, piece.EndsDocument, Ids);
        if (_borders is not null)
            _borders.Find(text, Ids, piece.StartsDocument, DocumentStarts);
        else if (piece.StartsDocument)
            DocumentStarts.Add(0);
        if (_tagged is not null)
            AddTags(piece.Text, _tagged.Tags);
    }

    private void EncodePair(ReadOnlySpan<char> text, PlannedPiece piece)
    {
        if (source is var (ofSource, sourceVocabulary))
        {
            RecordPair.Encode(text[..piece.FirstLength], ofSource, sourceVocabulary, Ids);
            _ofSource = Ids.Count;
            text = text[piece.FirstLength..];
        }
        RecordPair.Encode(text, tokenizer, vocabulary, Ids);
    }

    private int CountUnknown(Vocabulary ids, Range range) => ids.UnknownId is { } unknown ? CollectionsMarshal.AsSpan(Ids)[range].Count(unknown) : 0;

    private void AddTags(string text, IReadOnlyList<TaggedText.Tag> found)
    {
        foreach (var tag in found)
            Tags.Add(IdOf(tag, text));
        Untagged = Tags.Count(tag => tag == TagTable.NoneId);
    }

    // Word by word, so that it is known where each begins: as a word that is to be tagged is encoded.
    private void EncodeWords(PlannedPiece piece, ReadOnlySpan<char> text)
    {
        if (piece.StartsDocument)
            DocumentStarts.Add(0);
        var next = 0;
        foreach (var range in WordTokens.RangesOf(text))
        {
            while (_tagged!.Tags[next] == TaggedText.Tag.EndOfText)
                next++;
            WordTokens.Append(text[range], tokenizer, vocabulary, Ids);
            Tags.Add(IdOf(_tagged.Tags[next++], piece.Text));
            while (Tags.Count < Ids.Count)
                Tags.Add(TagTable.NoneId);
        }
        if (!piece.EndsDocument)
            return;
        Ids.Add(vocabulary.EndOfTextId);
        Tags.Add(TagTable.EndOfTextId);
    }

    private int IdOf(TaggedText.Tag tag, string text) =>
        tag == TaggedText.Tag.None ? TagTable.NoneId
        : tag == TaggedText.Tag.EndOfText ? TagTable.EndOfTextId
        : tags!.IdOf(text.AsSpan(tag.Start, tag.Length));
}
