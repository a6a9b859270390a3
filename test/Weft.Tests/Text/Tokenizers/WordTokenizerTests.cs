using CsCheck;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Text.Tokenizers;

public class WordTokenizerTests
{
    private static readonly WordTokenizer Words = new();

    [Theory]
    [InlineData("The quick brown fox jumps over the lazy dog", "the quick brown fox jumps over the lazy dog <eos>")]
    [InlineData("Hello, world! (Really?)\n", "hello , world ! ( really ? ) <eos>")]
    [InlineData("I don't like well-known 'quotes' - or do I’ve?", "i don't like well-known ' quotes ' - or do i’ve ? <eos>")]
    [InlineData("It costs 1,000.50 or 3.14.", "it costs 1,000.50 or 3.14 . <eos>")]
    [InlineData("List<int> max_value = a.B;", "list < int > max_value = a . b ; <eos>")]
    [InlineData("one\n\n  \t\ntwo\n", "one <eos> two <eos>")]
    [InlineData("a <unk> b\n<eos>", "a < unk > b <eos> < eos > <eos>")]
    [InlineData("", "")]
    [InlineData(" \n\n", "")]
    public void Text_becomes_words_numbers_and_punctuation(string text, string expected) => Assert.Equal(expected, Tokens.Of(Words, text));

    [Theory]
    [InlineData("ÜBER Straße ΑΒΓ", "über straße αβγ <eos>")]
    [InlineData("cafe\u0301 X", "cafe\u0301 x <eos>")]
    [InlineData("\U00010400b \U0001F600!", "\U00010428b \U0001F600 ! <eos>")]
    [InlineData("\u2764\uFE0Fok", "\u2764\uFE0F ok <eos>")]
    [InlineData("漢字 かな", "漢 字 かな <eos>")]
    [InlineData("a\u00A0b\u2003c", "a b c <eos>")]
    [InlineData("हिन्दी", "हिन्दी <eos>")]
    public void Characters_outside_ASCII_keep_together_what_belongs_together(string text, string expected) =>
        Assert.Equal(expected, Tokens.Of(Words, text));

    [Theory]
    [InlineData("so\u00ADlu\u00ADtion", "solution <eos>")]
    [InlineData("wo\u200Brd a\u2060b \uFEFF x\uFEFF", "word ab x <eos>")]
    [InlineData("\u200B\u00AD", "")]
    [InlineData("می\u200Cخواهم क्\u200Dष", "می\u200Cخواهم क्\u200Dष <eos>")]
    [InlineData("👩\u200D👧", "👩\u200D 👧 <eos>")]
    public void Characters_of_no_width_vanish_but_for_joiners(string text, string tokens) => Assert.Equal(tokens, Tokens.Of(Words, text));

    [Fact]
    public void Splitting_loses_no_visible_character() => Gen.String.Sample(text =>
    {
        var (ids, vocabulary) = Tokens.Encode(Words, text);
        var tokens = string.Concat(ids.Where(id => id != vocabulary.EndOfTextId).Select(id => vocabulary[id]));
        return Visible(tokens) == Visible(text.ToLowerInvariant());
    });

    [Fact]
    public void Words_outside_the_vocabulary_become_unknown()
    {
        var counts = new WordCounts();
        Words.Count("red green", counts);
        var vocabulary = VocabularyBuilder.Build(counts, new VocabularyOptions());
        var ids = new List<int>();

        Words.Encode("Red blue", vocabulary, endsDocument: true, ids);

        Assert.Equal(["red", "<unk>", "<eos>"], ids.Select(id => vocabulary[id]));
    }

    private static string Visible(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('\u00AD' or '\u200B' or '\u2060' or '\uFEFF')));
}
