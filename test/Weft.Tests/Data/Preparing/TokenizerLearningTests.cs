using Weft.Data;
using Weft.Data.Preparing;
using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Tests.Text.Tokenizers.Learning;
using Weft.Text;
using Weft.Text.Tokenizers;

namespace Weft.Tests.Data.Preparing;

public sealed class TokenizerLearningTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    [Fact]
    public void Any_number_of_workers_learns_the_same_and_writes_the_same_store()
    {
        var documents = Enumerable.Range(0, 300).Select(i => string.Concat(Enumerable.Range(0, 300).Select(j => $"Word{i * j % 997} and 的{i % 7}\n")));
        var corpus = FakeCorpus.Of(documents);
        var stores = new[] { 1, 2, 5 }.Select(workers =>
        {
            var prepared = CorpusPreparer.Prepare(corpus, new DataOptions { Tokenizer = "bpe:600" }, _cache.File($"{workers}"), workers);
            return Directory.EnumerateFiles(prepared.Folder, "*", SearchOption.AllDirectories).Order().Select(Hashes.Sha256OfFile).ToArray();
        }).ToArray();

        Assert.Equal(12, stores[0].Length);
        Assert.All(stores, store => Assert.Equal(stores[0], store));
    }

    [Fact]
    public void It_is_learnt_from_the_training_split_alone()
    {
        using var one = Prepare(FakeCorpus.Official("abab abab cd cd", "xyxyxy xyxyxy", "z")).Open();
        using var other = Prepare(FakeCorpus.Official("abab abab cd cd", "cdcdcd cdcdcd", "q")).Open();

        Assert.Equal(one.Vocabulary.Hash, other.Vocabulary.Hash);
        Assert.False(one.Vocabulary.TryGetId("xy", out _));
        Assert.True(one.Vocabulary.TryGetId("abab", out _));
    }

    [Theory]
    [InlineData(Texts.German)]
    [InlineData(Texts.Chinese)]
    [InlineData(Texts.Japanese)]
    [InlineData(Texts.Thai)]
    [InlineData(Texts.Emoji)]
    [InlineData(Texts.Code)]
    public void The_store_holds_the_text_as_it_was(string text)
    {
        var train = string.Concat(Enumerable.Repeat(text, 5));
        var prepared = Prepare(FakeCorpus.Official(train, text, text));
        using var store = prepared.Open();
        var tokenizer = TokenizerFactory.Create($"bpe:{store.TokenizerFolder}");
        var ids = new long[store[Split.Train].Count];
        store[Split.Train].CopyTo(0, ids);

        Assert.Equal(train + "\n", tokenizer.Decode(Array.ConvertAll(ids, id => (int)id), store.Vocabulary));
        Assert.InRange(ids.Length, 1, StrictUtf8.Encoding.GetByteCount(train) / 2);
        Assert.Equal($"bpe:{store.Vocabulary.Count}", prepared.Tokenizer);
        Assert.Null(store.Vocabulary.UnknownId);
    }

    [Fact]
    public void What_was_learnt_is_found_again_and_a_size_of_its_own_is_learnt_anew()
    {
        var corpus = FakeCorpus.Of(Enumerable.Range(0, 40).Select(i => $"{Texts.German}{i}\n"));
        var first = Prepare(corpus);
        var reads = corpus.Reads;

        Assert.True(Prepare(corpus).WasReused);
        // One look tells that it has no marks of WikiText.
        Assert.Equal(reads + 1, corpus.Reads);
        Assert.True(Prepare(corpus, first.Tokenizer).WasReused);
        Assert.False(Prepare(corpus, "bpe:300").WasReused);
        Assert.Equal("bpe:300", Prepare(corpus, "bpe:300").Tokenizer);
        Assert.Equal("bpe:258", Prepare(FakeCorpus.Official("ab ab", "c", "d"), "bpe:90000").Tokenizer);
    }

    [Fact]
    public void A_learnt_tokenizer_that_was_damaged_is_learnt_again()
    {
        var corpus = FakeCorpus.Official("abab abab cd cd", "a", "b");
        var identity = IdentityOf(Prepare(corpus));
        var merges = Directory.GetFiles(_cache.File("tokenizers"), "merges.txt", SearchOption.AllDirectories).Single();
        var whole = File.ReadAllText(merges);
        File.WriteAllText(merges, whole[..^4]);

        Assert.Equal(identity, IdentityOf(Prepare(corpus)));
        Assert.Equal(whole, File.ReadAllText(merges));
    }

    public void Dispose() => _cache.Dispose();

    private static string IdentityOf(PreparedCorpus prepared)
    {
        using var store = prepared.Open();
        return store.Manifest.TokenizerIdentity;
    }

    private PreparedCorpus Prepare(FakeCorpus corpus, string tokenizer = "auto") =>
        CorpusPreparer.Prepare(corpus, new DataOptions { Tokenizer = tokenizer }, _cache.Path, workers: 2);
}
