using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Data.Store;

/// <summary>Stores that are damaged, replaced, or made for a vocabulary that is there already.</summary>
public sealed class StoreReuseTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    [Fact]
    public void A_damaged_store_is_prepared_again()
    {
        var corpus = FakeCorpus.Of("a a", "b b", "c c");
        var first = Prepare(corpus, new DataOptions());
        var file = Path.Combine(first.Folder, "test.tokens");
        var right = File.ReadAllBytes(file);
        File.WriteAllBytes(file, [(byte)(right[0] ^ 1), .. right[1..]]);
        var told = new List<string>();
        var second = CorpusPreparer.Prepare(corpus, new DataOptions(), _cache.Path, tell: told.Add);

        Assert.False(second.WasReused);
        Assert.Equal([$"The token store cannot be used: {file} was changed: its SHA-256 is not the one that it was written with. It is prepared anew."], told);
        Assert.Equal(right, File.ReadAllBytes(file));
        using var store = second.Open();
    }

    [Fact]
    public void Who_reads_a_store_goes_on_reading_it_while_another_replaces_it()
    {
        var corpus = FakeCorpus.Of("a a", "b b", "c c");
        using var store = Prepare(corpus, new DataOptions()).Open();
        var before = TextOf(store, Split.Train);
        File.Delete(Path.Combine(store.Folder, "test.documents"));

        Assert.False(Prepare(corpus, new DataOptions()).WasReused);
        Assert.Equal(before, TextOf(store, Split.Train));
    }

    [Fact]
    public void A_text_is_encoded_as_a_whole_with_a_vocabulary_that_is_given()
    {
        var corpus = FakeCorpus.Official("b a\n", "a c\n", "b\n");
        PreparedCorpus Whole(params string[] words) => CorpusPreparer.PrepareWhole(
            corpus, new DataOptions { Tokenizer = "blanks" }, new BlankTokenizer(), new Vocabulary([.. words, "<unk>", "<eos>"], "<unk>", "<eos>"), _cache.Path);

        using var store = Whole("a", "b").Open();
        Assert.Equal("b a <eos> a <unk> <eos> b <eos>", TextOf(store, Split.Test));
        Assert.Equal((3, 1), (store.Manifest.Test.Documents, store.Manifest.Test.Unknown));
        Assert.Equal((0, 0), (store[Split.Train].Count, store[Split.Validation].Count));
        Assert.True(store.Manifest.IsWhole);
        Assert.True(Whole("a", "b").WasReused);
        Assert.False(Whole("b", "a").WasReused);
        Assert.False(Prepare(corpus, new DataOptions { Tokenizer = "blanks" }).WasReused);
    }

    public void Dispose() => _cache.Dispose();

    private PreparedCorpus Prepare(FakeCorpus corpus, DataOptions options) => CorpusPreparer.Prepare(corpus, options, _cache.Path, workers: 2);

    private static string TextOf(TokenStore store, Split split) =>
        string.Join(' ', Enumerable.Range(0, (int)store[split].Count).Select(position => store.Vocabulary[store[split][position]]));
}
