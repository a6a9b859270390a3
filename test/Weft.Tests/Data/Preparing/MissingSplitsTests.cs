using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Tests.Support;
using Weft.Text;

namespace Weft.Tests.Data.Preparing;

public sealed class MissingSplitsTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Theory]
    [InlineData(Split.Validation, Split.Test)]
    [InlineData(Split.Test, Split.Validation)]
    public void A_split_that_is_missing_is_taken_from_train_alone(Split given, Split missing)
    {
        var train = Enumerable.Range(0, 200).Select(i => ($"train {i:000}", (Split?)Split.Train));
        var corpus = new FakeCorpus([("given one", given), .. train, ("given two", given)]);
        using var store = Prepare(corpus, new DataOptions { Tokenizer = "words" }).Open();

        // No word of theirs is in train, from which the vocabulary is.
        Assert.Equal("<unk> <unk> <eos> <unk> <unk> <eos>", TextOf(store, given));
        Assert.Equal(10, store.Manifest[missing].OriginalDocuments);
        Assert.Equal(190, store.Manifest.Train.OriginalDocuments);
        Assert.Equal(new[] { Split.Train, given }.Order(), store.Manifest.Sources.Select(source => source.OfficialSplit!.Value).Order());
        Assert.False(store.Manifest.OfficialSplits);
    }

    [Fact]
    public void The_same_files_as_other_splits_are_another_store()
    {
        var documents = Enumerable.Range(0, 60).Select(i => $"text {i}").ToArray();
        FakeCorpus As(params Split?[] splits) => new([.. documents.Select((text, i) => (text, splits[i * splits.Length / documents.Length]))]);
        var options = new DataOptions { Tokenizer = "bytes" };
        var keys = new[]
        {
            As(Split.Train, Split.Validation, Split.Test), As(Split.Train, Split.Test, Split.Validation), As(Split.Train, Split.Validation), As(Split.Train), As((Split?)null),
        }.Select(corpus => Prepare(corpus, options).Key).ToList();

        Assert.Equal(5, keys.Distinct().Count());
        // The test split is not divided off where there is one.
        Assert.Equal(keys[0], Prepare(As(Split.Train, Split.Validation, Split.Test), options with { TestRatio = 0.2, SplitSeed = 9 }).Key);
        Assert.Equal(keys[2], Prepare(As(Split.Train, Split.Validation), options with { ValidationRatio = 0.2 }).Key);
        Assert.NotEqual(keys[2], Prepare(As(Split.Train, Split.Validation), options with { TestRatio = 0.2 }).Key);
    }

    [Fact]
    public void Shares_that_cannot_be_met_stand_in_the_manifest()
    {
        using var store = Prepare(FakeCorpus.Of("a", "b", "c"), new DataOptions()).Open();
        using var even = Prepare(FakeCorpus.Of(Enumerable.Range(0, 200).Select(i => $"{i,9}")), new DataOptions()).Open();

        Assert.StartsWith("Shares cannot be met", Assert.Single(store.Manifest.Notes), StringComparison.Ordinal);
        Assert.Empty(even.Manifest.Notes);
    }

    private PreparedCorpus Prepare(FakeCorpus corpus, DataOptions options) => CorpusPreparer.Prepare(corpus, options, _cache.Path, workers: 2);

    private static string TextOf(TokenStore store, Split split) =>
        string.Join(' ', Enumerable.Range(0, (int)store[split].Count).Select(position => store.Vocabulary[store[split][position]]));
}
