using CsCheck;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Text.Tokenizers;

public class CharacterTokenizerTests
{
    private static readonly CharacterTokenizer Characters = new();

    [Fact]
    public void Every_character_is_a_token_and_the_document_has_one_end()
    {
        var (ids, vocabulary) = Tokens.Encode(Characters, "a b\n😀é<eos>");

        Assert.Equal(["a", " ", "b", "\n", "😀", "é", "<", "e", "o", "s", ">", "<eos>"], ids.Select(id => vocabulary[id]));
        Assert.Equal("a b\n😀é<eos>\n", Characters.Decode(ids.ToArray(), vocabulary));
    }

    [Fact]
    public void The_vocabulary_is_counted_the_most_frequent_first_and_the_end_of_text_last()
    {
        var counts = new WordCounts();
        Characters.Count("aab aé", counts);
        var vocabulary = VocabularyBuilder.Build(counts, new VocabularyOptions());

        Assert.Equal(["a", " ", "b", "é", "<eos>", "<unk>"], Enumerable.Range(0, vocabulary.Count).Select(id => vocabulary[id]));
        Assert.Equal(3, counts.Words["a"]);
    }

    [Fact]
    public void Characters_outside_the_vocabulary_become_unknown_one_each()
    {
        var counts = new WordCounts();
        Characters.Count("ab", counts);
        var vocabulary = VocabularyBuilder.Build(counts, new VocabularyOptions());
        var ids = new List<int>();
        Characters.Encode("aé😀b", vocabulary, endsDocument: false, ids);

        Assert.Equal(["a", "<unk>", "<unk>", "b"], ids.Select(id => vocabulary[id]));
    }

    [Fact]
    public void Any_text_survives_encoding_and_decoding() =>
        Gen.Int[0, 0x10FFFF].Where(value => value is < 0xD800 or > 0xDFFF).Array[0, 40].Select(values => string.Concat(values.Select(char.ConvertFromUtf32)))
            .Sample(text => Tokens.RoundTrip(Characters, text) == text + "\n");
}
