using Weft.Data;
using Weft.Data.Preparing;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Tasks.Classification;
using Weft.Tasks.Classification.Search;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Classification.Search;

/// <summary>Pairs that belong together: which others they are told from, and how well they are found.</summary>
public sealed class SearchTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    [Fact]
    public void Each_pair_is_an_example_and_stands_in_others_with_the_second_texts_of_other_pairs()
    {
        using var store = CorpusPreparer.Prepare(
            new FakeCorpus([.. Enumerable.Range(0, 40).Select(i => ($"w{i}\nv{i}\n", (Split?)(i < 36 ? Split.Train : i < 38 ? Split.Validation : Split.Test)))]),
            new DataOptions { Tokenizer = "words", Second = "other" }, _cache.Path, workers: 1).Open();
        var pairs = new BelongingPairs(store[Split.Train], store.Vocabulary, new ClassificationSetup { Context = 8, Batch = 4, Task = TaskKind.Matching, IsApart = true });

        Assert.Equal((36, 144, 144), (pairs.Pairs, pairs.Count, pairs.TargetsInEpoch));
        var drawn = Enumerable.Range(0, 50).SelectMany(epoch => Enumerable.Range(0, 144).Select(example => (Example: example, Pairs: pairs.PairsOf(epoch, example)))).ToList();
        Assert.All(drawn, one => Assert.Equal((one.Example / 4, one.Example % 4 == 0), (one.Pairs.First, one.Pairs.First == one.Pairs.Second)));
        // Others are drawn evenly: 150 a pair on average, with a standard deviation of 12.
        Assert.All(drawn.Where(one => one.Pairs.First != one.Pairs.Second).CountBy(one => one.Pairs.Second), count => Assert.InRange(count.Value, 100, 200));
        Assert.NotEqual(Enumerable.Range(0, 144).Select(example => pairs.PairsOf(0, example)), Enumerable.Range(0, 144).Select(example => pairs.PairsOf(1, example)));

        var batch = ExampleBatch.Of(pairs, [4, 6]);
        batch.Read(pairs, new Samples(Epoch: 3, [4, 6]));
        using var scope = NewDisposeScope();
        var tensors = batch.Buffer.ToBatch(CPU);
        Assert.Equal([1, 0], tensors.Targets.data<long>().ToArray());
        Assert.Equal([pairs.SidesOf(1).First, pairs.SidesOf(1).First], [RowOf(tensors.Source!.Ids, 0), RowOf(tensors.Source.Ids, 1)]);
        Assert.Equal([pairs.SidesOf(1).Second, pairs.SidesOf(pairs.PairsOf(3, 6).Second).Second], [RowOf(tensors.Ids, 0), RowOf(tensors.Ids, 1)]);

        long[] RowOf(Tensor ids, int row) => ids[row].data<long>().ToArray();
    }

    [Fact]
    public void Ranks_are_those_of_a_search_one_by_one_and_equal_texts_count_as_one()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(5);
        var (first, second) = (TextCosines.Unit(randn(300, 6)), TextCosines.Unit(randn(300, 6)));
        // Two pairs have the same second text, with another rounding.
        second[7] = second[5] * 1.0000001f;
        long[] texts = [.. Enumerable.Range(0, 300).Select(i => i == 7 ? 5L : i)];
        var (one, other) = (first.data<float>().ToArray(), second.data<float>().ToArray());

        var expected = Enumerable.Range(0, 300).Select(i => 1 + Enumerable.Range(0, 300).Count(j => texts[j] != texts[i] && Dot(i, j) >= Dot(i, i) - 1e-5)).ToList();

        Assert.Equal(expected, SearchMeter.RanksOf(first, second, texts));
        Assert.True(expected.Distinct().Count() > 100);
        // To whom all texts are alike the right one is the last.
        Assert.Equal([4, 4, 3, 3], SearchMeter.RanksOf(ones(4, 6), ones(4, 6), [0, 1, 2, 2]));

        double Dot(int i, int j) => Enumerable.Range(0, 6).Sum(place => (double)one[6 * i + place] * other[6 * j + place]);
    }

    [Fact]
    public void Recalls_and_reciprocal_ranks_are_those_worked_out_by_hand()
    {
        var report = new SearchReport([1, 2, 4, 20]) { Split = "test", Step = 0, Weights = default, Signature = "", Loss = 1 };

        Assert.Equal((1 + 0.5 + 0.25 + 0.05) / 4, report.MeanReciprocalRank, 1e-12);
        Assert.Equal((0.25, 0.75, 0.75), (report.RecallAt1, report.RecallAt5, report.RecallAt10));
        Assert.InRange(report.MeanReciprocalRankInterval.Low, 0.05, 0.45);
        Assert.InRange(report.MeanReciprocalRankInterval.High, 0.45, 1);
    }

    public void Dispose() => _cache.Dispose();
}
