using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Tests.Support;
using Weft.Text;

namespace Weft.Tests.Data.Preparing;

/// <summary>Tags beside tokens that are parts of words.</summary>
public sealed class TaggedWordsTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    [Theory]
    [InlineData("characters", 21)]
    [InlineData("blanks", 6)]
    [InlineData("words", 7)]
    [InlineData("bpe:300", null)]
    public void The_first_token_of_each_word_has_its_tag(string tokenizer, int? tokens)
    {
        using var store = Prepare(tokenizer, "the_DT cats_NNS\tsat_VBD\n  on_IN it._PUNCT\n");
        var train = store[Split.Train];
        var tags = new int[train.Count];
        train.CopyTags(0, tags);

        Assert.Equal(["DT", "NNS", "VBD", "IN", "PUNCT"], tags.Where(tag => tag >= TagTable.Reserved).Select(tag => store.TagNames[tag]));
        Assert.Equal((TagTable.EndOfTextId, store.Vocabulary.EndOfTextId), (tags[^1], train[train.Count - 1]));
        Assert.Equal(1, tags.Count(tag => tag == TagTable.EndOfTextId));
        // No word lacks a tag, whatever stands behind its first token.
        Assert.Equal((0, 5), (store.Manifest.Train.Untagged, store.Manifest.Train.Words));
        // A blank before each word, and the end.
        Assert.Equal(tokens ?? train.Count, train.Count);
        Assert.Equal(["DT", "IN", "NNS", "PUNCT", "VBD"], store.OwnTagNames.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("a_B c\nd_E\n", "fake.txt, line 1: 'c' has no tag: a_B c")]
    [InlineData("a_B\nthe cat_N\n", "fake.txt, line 2: 'the' has no tag: the cat_N")]
    [InlineData("a_B _\n", "fake.txt, line 1: '_' has no tag: a_B _")]
    public void A_word_without_a_tag_is_named_with_its_line(string text, string problem) => Assert.Equal(
        $"{problem}{Environment.NewLine}Write word_TAG for every word, or set data.tagSeparator to the character that stands there.",
        Assert.Throws<InvalidDataException>(() => Prepare("blanks", text)).Message);

    [Theory]
    [InlineData("a_B c_?\n", "fake.txt, line 1: 'c_?' has a tag that stands for none. Give it another name.")]
    [InlineData("a_B\nc_<eos>\n", "fake.txt, line 2: 'c_<eos>' has a tag that stands for none. Give it another name.")]
    public void A_tag_that_stands_for_none_is_refused(string text, string problem) =>
        Assert.Equal(problem, Assert.Throws<InvalidDataException>(() => Prepare("blanks", text)).Message);

    public void Dispose() => _cache.Dispose();

    private TokenStore Prepare(string tokenizer, string train) => CorpusPreparer.Prepare(
        FakeCorpus.Official(train, "the_DT\n", "the_DT\n"), new DataOptions { Tokenizer = tokenizer, TagSeparator = "_" }, _cache.Path, workers: 2).Open();
}
