using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Corpora;

namespace Weft.Tests.Data.Preparing;

public class WikiTextTests
{
    [Fact]
    public void WikiText2_has_the_published_numbers()
    {
        using var cache = new TemporaryFolder();
        using var store = Prepare(cache, TextLevel.Raw);

        Assert.Equal("blanks", store.Manifest.Tokenizer);
        Assert.Equal(2_088_628, store[Split.Train].Count);
        Assert.Equal(217_646, store[Split.Validation].Count);
        Assert.Equal(245_569, store[Split.Test].Count);
        Assert.Equal(33_278, store.Vocabulary.Count);
        Assert.Equal(54_625, store.Manifest.Train.Unknown);
        Assert.Equal(2, store.Manifest.Train.Columns["tokens"].Width);
    }

    [Fact]
    public void WikiText2_has_the_same_tokens_sentence_by_sentence()
    {
        using var cache = new TemporaryFolder();
        using var raw = Prepare(cache, TextLevel.Raw);
        using var word = Prepare(cache, TextLevel.Word);
        using var sentence = Prepare(cache, TextLevel.Sentence);

        foreach (var split in Enum.GetValues<Split>())
        {
            Assert.Equal(raw.Manifest[split].Sha256, word.Manifest[split].Sha256);
            Assert.Equal(raw.Manifest[split].Sha256, sentence.Manifest[split].Sha256);
            Assert.Equal(raw.Manifest[split].Documents, sentence.Manifest[split].OriginalDocuments);
            Assert.InRange(sentence.Manifest[split].Documents, raw.Manifest[split].Words / 30, raw.Manifest[split].Words / 15);
        }
        // Of wc -w and of the unpacked file's size.
        Assert.Equal((213_886, 1_121_681), (raw.Manifest.Validation.Words, raw.Manifest.Validation.Bytes));
    }

    private static TokenStore Prepare(TemporaryFolder cache, TextLevel level)
    {
        var options = new DataOptions { Source = RealData.Path("wikitext-2"), Level = level };
        var corpus = CorpusLocator.Locate(options.Source, new CorpusOptions { DataFolder = cache.Path });
        return CorpusPreparer.Prepare(new CorpusFiles(corpus, options.ToReading()), options, cache.Path).Open();
    }
}
