using Weft.Data;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Corpora;

namespace Weft.Tests.Data;

public class WikiTextTests
{
    [Fact]
    public void WikiText2_has_the_published_numbers()
    {
        using var cache = new TemporaryFolder();
        var options = new DataOptions { Source = RealData.Path("wikitext-2") };
        var corpus = CorpusLocator.Locate(options.Source, new CorpusOptions { DataFolder = cache.Path });
        using var store = CorpusPreparer.Prepare(new CorpusFiles(corpus, options.ToReading()), options, cache.Path).Open();

        Assert.Equal("blanks", store.Manifest.Tokenizer);
        Assert.Equal(2_088_628, store[Split.Train].Count);
        Assert.Equal(217_646, store[Split.Validation].Count);
        Assert.Equal(245_569, store[Split.Test].Count);
        Assert.Equal(33_278, store.Vocabulary.Count);
        Assert.Equal(54_625, store.Manifest.Train.Unknown);
        Assert.Equal(2, store.Manifest.ElementBytes);
        store.Verify();
    }
}
