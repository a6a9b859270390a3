using Weft.Text.Reading;
using Weft.Text.Reading.Records;

namespace Weft.Tests.Text.Reading.Records;

/// <summary>CoNLL-U, by the examples of its documentation.</summary>
public sealed class ConlluReaderTests
{
    private const string Two = """
        # sent_id = 1
        # text = They buy books.
        1|They|they|PRON|PRP|_|2|nsubj|_|_
        2|buy|buy|VERB|VBP|_|0|root|_|_
        3|books|book|NOUN|NNS|_|2|obj|_|SpaceAfter=No
        4|.|.|PUNCT|.|_|2|punct|_|_

        # text = vamonos al mar 10 000
        1-2|vamonos|_|_|_|_|_|_|_|_
        1|vamos|ir|VERB|_|_|0|root|_|_
        2|nos|nosotros|PRON|_|_|1|obj|_|_
        2.1|falta|faltar|VERB|_|_|_|_|_|_
        3|10 000|10000|NUM|_|_|1|obj|_|_
        """;

    [Theory]
    [InlineData(null, "They buy books .\n", "vamos nos 10\u00A0000\n")]
    [InlineData("_", "They_PRON buy_VERB books_NOUN ._PUNCT\n", "vamos_VERB nos_PRON 10\u00A0000_NUM\n")]
    [InlineData("/", "They/PRON buy/VERB books/NOUN ./PUNCT\n", "vamos/VERB nos/PRON 10\u00A0000/NUM\n")]
    public void A_sentence_is_a_document_of_forms_and_parts_of_speech(string? separator, string first, string second)
    {
        Assert.Equal([new TextPiece(first, StartsDocument: true), new TextPiece(second, StartsDocument: true)], Read(Two, separator));
        Assert.Equal([first, second], Read("\n\n" + Two + "\n\n\n# no sentence\n\n", separator).Select(piece => piece.Text));
    }

    [Fact]
    public void A_file_is_known_by_its_ending()
    {
        using var folder = new Support.TemporaryFolder();
        var path = folder.Write("two.conllu", Two.Replace('|', '\t'));

        Assert.Equal(["They_PRON buy_VERB books_NOUN ._PUNCT\n", "vamos_VERB nos_PRON 10\u00A0000_NUM\n"], Documents.Read(path, TextFormat.Conllu, new ReadingOptions { TagSeparator = "_" }));
        Assert.True(Weft.Text.Corpora.Files.KnownEndings.TryFormatOf(path, out var format));
        Assert.Equal(TextFormat.Conllu, format);
    }

    [Theory]
    [InlineData("1|a|a|X|_|_|0|root|_|_\nnonsense", "line 2 has 1 column, and CoNLL-U has 10 with tabs between.")]
    [InlineData("1|a|a|X|_|_|0|root|_", "line 1 has 9 columns, and CoNLL-U has 10 with tabs between.")]
    [InlineData("# c\nx|a|a|X|_|_|0|root|_|_", "line 2 begins with 'x', which is no number of a word.")]
    [InlineData("1|a|a|X|_|_|0|root|_|_\n1|b|b|X|_|_|0|root|_|_", "line 2 is word 1 of its sentence, and word 2 should stand there. Sentences have a blank line between them.")]
    [InlineData("1||a|X|_|_|0|root|_|_", "line 1 has no form in its second column.")]
    [InlineData("1|a|a|_|_|_|0|root|_|_", "line 1 has the tag '_' in its fourth column, which is no part of speech.")]
    [InlineData("1|a|a|A B|_|_|0|root|_|_", "line 1 has the tag 'A B' in its fourth column, which is no part of speech.")]
    public void A_broken_line_is_named_with_its_file(string text, string problem)
    {
        Assert.Equal($"two.conllu, {problem} Mend the line, or take its sentence out.", Documents.Message(() => Read(text, "_")));
    }

    private static List<TextPiece> Read(string text, string? separator)
    {
        using var reader = new StringReader(text.Replace('|', '\t'));
        return [.. new ConlluReader("two.conllu", separator).Read(reader)];
    }
}
