using Weft.Foundation;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Text.Vocabularies;

public class VocabularyBuilderTests
{
    [Fact]
    public void Words_are_numbered_by_frequency_and_then_in_ordinal_order() =>
        Assert.Equal(["b", "<eos>", "B", "a", "<unk>"], Build("b b b a B <eos> <eos>"));

    [Fact]
    public void Special_tokens_of_the_text_are_counted_once() =>
        Assert.Equal(["<unk>", "<eos>", "a"], Build("<unk> <unk> <unk> <eos> <eos> a"));

    [Fact]
    public void The_limit_counts_special_tokens() =>
        Assert.Equal(["a", "b", "<eos>", "<unk>"], Build("a a a b b c", new VocabularyOptions { MaximumSize = 4 }));

    [Fact]
    public void Rare_words_are_left_out_but_special_tokens_are_not() =>
        Assert.Equal(["a", "<eos>", "<unk>"], Build("a a b <eos>", new VocabularyOptions { MinimumCount = 2 }));

    [Fact]
    public void A_limit_without_room_for_words_is_refused()
    {
        var error = Assert.Throws<ConfigurationException>(() => Build("a", new VocabularyOptions { MaximumSize = 2 }));

        Assert.Equal("data.vocabularySize is 2; it must be 0 (no limit) or above 2.", error.Message);
    }

    [Fact]
    public void Bounded_counts_forget_the_rarest_words()
    {
        var counts = new BoundedWordCounts(maximumWords: 4);
        counts.Add(Count("a a a b b c c d"));
        Assert.Equal(0, counts.Forgotten);

        counts.Add(Count("e"));
        Assert.Equal(["a"], counts.Counts.Words.Keys);
        Assert.Equal(4, counts.Forgotten);
        Assert.Equal(1, counts.Counts.Characters);
    }

    private static string[] Build(string words, VocabularyOptions? options = null)
    {
        var vocabulary = VocabularyBuilder.Build(Count(words), options ?? new VocabularyOptions());
        return [.. Enumerable.Range(0, vocabulary.Count).Select(id => vocabulary[id])];
    }

    private static WordCounts Count(string words)
    {
        var counts = new WordCounts();
        foreach (var word in words.Split(' '))
            counts.Add(word);
        return counts;
    }
}
