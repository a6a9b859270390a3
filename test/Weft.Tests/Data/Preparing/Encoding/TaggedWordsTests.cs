using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Tests.Support;
using Weft.Text;

namespace Weft.Tests.Data.Preparing.Encoding;

/// <summary>Words with tags, which a tokenizer divides as it likes.</summary>
public sealed class TaggedWordsTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    [Fact]
    public void The_tag_stands_at_a_words_first_token_and_the_others_have_none()
    {
        using var store = Prepare("words", "The_DT (cats)_NN  ._PUNCT\nand_CC\n");
        var tags = TagsOf(store);

        Assert.Equal(["DT", "NN", "PUNCT", "CC"], tags.Where(tag => tag is not ("?" or "<eos>")));
        Assert.True(tags.Count > 5, "'(cats)' should make several tokens");
        Assert.Equal(["DT", "NN"], tags.Take(2));
        Assert.Equal(("?", "<eos>"), (tags[2], tags[^1]));
    }

    [Fact]
    public void Bpe_divides_each_word_by_itself()
    {
        using var store = Prepare("bpe:300", string.Concat(Enumerable.Repeat("the_DT lowest_JJ cat_NN\n", 5)) + "unheard_XX of_IN\n");
        var (train, tags) = (store[Split.Train], TagsOf(store));
        var words = new List<string>();
        for (var at = 0; at < tags.Count; at++)
        {
            if (tags[at] is "<eos>")
                Assert.Equal(store.Vocabulary.EndOfTextId, train[at]);
            else if (tags[at] is "?")
                words[^1] += store.Vocabulary[train[at]];
            else
                words.Add($"{tags[at]}:{store.Vocabulary[train[at]]}");
        }

        // A word's tokens, put together, are the word; each begins with the mark of a blank.
        Assert.Equal(["DT:the", "JJ:lowest", "NN:cat", "DT:the"], words.Take(4).Select(word => word.Replace("Ġ", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(["XX:unheard", "IN:of"], words.TakeLast(2).Select(word => word.Replace("Ġ", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)));
        Assert.Contains("?", tags);
    }

    [Theory]
    [InlineData("a_B\nword c_D\n", "fake.txt, line 2: 'word' has no tag: word c_D")]
    [InlineData("a_B _ c_D\n", "fake.txt, line 1: '_' has no tag: a_B _ c_D")]
    public void A_word_without_a_tag_is_named_with_its_line(string text, string problem) => Assert.Equal(
        $"{problem}{Environment.NewLine}Write word_TAG for every word, or set data.tagSeparator to the character that stands there.",
        Assert.Throws<InvalidDataException>(() => Prepare("words", text)).Message);

    [Fact]
    public void A_word_without_an_end_is_named_with_its_line() => Assert.StartsWith(
        "fake.txt, line 1: 'word_' ends with the separator, and no tag follows.",
        Assert.Throws<InvalidDataException>(() => Prepare("words", "word_ c_D\n")).Message, StringComparison.Ordinal);

    public void Dispose() => _cache.Dispose();

    private TokenStore Prepare(string tokenizer, string train)
    {
        var corpus = FakeCorpus.Official(train, "the_DT\n", "the_DT\n");
        return CorpusPreparer.Prepare(corpus, new DataOptions { Tokenizer = tokenizer, TagSeparator = "_" }, _cache.Path, workers: 2).Open();
    }

    private static List<string> TagsOf(TokenStore store)
    {
        var tags = new int[store[Split.Train].Count];
        store[Split.Train].CopyTags(0, tags);
        return [.. tags.Select(tag => store.TagNames[tag])];
    }
}
