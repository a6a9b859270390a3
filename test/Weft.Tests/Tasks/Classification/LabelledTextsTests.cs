using Weft.Data;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Sampling;
using Weft.Tasks.Classification;
using Weft.Text;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Classification;

/// <summary>Documents with labels as examples.</summary>
public sealed class LabelledTextsTests : IDisposable
{
    private static readonly ClassificationSetup Setup = new() { Context = 4, Batch = 2 };

    private readonly LabelledStore _labelled = new(LabelledStore.Texts);

    [Fact]
    public void Examples_are_documents_by_rising_length_cut_to_the_context_and_those_without_a_token_are_left_out()
    {
        var texts = Texts(Setup);

        Assert.Equal(["bad <eos>", "good <eos>", "one <eos>", "a good good one", "so bad it is", "it is so good"], Enumerable.Range(0, 6).Select(i => texts.Excerpt(i)));
        Assert.Equal((6, 6, 1, 3), (texts.Count, texts.TargetsInEpoch, texts.Empty, texts.Cut));
        Assert.Equal(["good", "bad", "fair"], _labelled.Store.LabelNames);
        Assert.Equal([3, 2, 1], texts.CountClasses(3));
        Assert.Equal(1, texts.TargetsOf(7, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => texts.TargetsOf(0, 6));
    }

    [Theory]
    [InlineData(PaddingSide.Right, new[] { 2, 4 }, null)]
    [InlineData(PaddingSide.Left, null, new[] { 2, 0 })]
    public void A_batch_has_a_target_for_each_row_and_is_as_wide_as_its_longest(PaddingSide side, int[]? ends, int[]? starts)
    {
        var texts = Texts(Setup with { Padding = side });
        var buffer = new BatchBuffer();
        texts.Read(new Samples(0, [0, 4]), buffer);
        using var scope = NewDisposeScope();
        var batch = buffer.ToBatch(CPU);

        Assert.Equal([2, 4], batch.Ids.shape);
        Assert.Equal([1L, 1L], batch.Targets.data<long>().ToArray());
        Assert.Equal(ends, batch.Ends);
        Assert.Equal(starts, batch.Starts);
        string[] words = [.. batch.Ids.data<long>().ToArray().Select(id => _labelled.Store.Vocabulary[(int)id])];
        Assert.Equal(side == PaddingSide.Right ? ["bad", "<eos>", "<eos>", "<eos>"] : ["<eos>", "<eos>", "bad", "<eos>"], words[..4]);
        Assert.Equal(["so", "bad", "it", "is"], words[4..]);
    }

    [Fact]
    public void Difficulty_is_the_mean_surprisal_of_the_tokens_that_are_seen()
    {
        // Training has 24 tokens: <eos> 6, good 4, and so on; the example is "good <eos>".
        var counts = TokenFrequencies.Count(_labelled.Store[Split.Train], _labelled.Store.Vocabulary.Count);
        var total = (double)counts.Sum();
        double Surprisal(string word) => Math.Log(total / counts[_labelled.Store.Vocabulary.TryGetId(word, out var id) ? id : -1]);

        Assert.Equal((Surprisal("good") + Surprisal("<eos>")) / 2, Texts(Setup).Difficulties()[1], 1e-6);
        Assert.Equal((Surprisal("a") + 2 * Surprisal("good") + Surprisal("one")) / 4, Texts(Setup).Difficulties()[3], 1e-6);
    }

    [Fact]
    public void Words_are_taken_out_of_inputs_and_never_of_targets()
    {
        var buffer = new BatchBuffer();
        Texts(Setup with { WordDropout = 0.999 }).Read(new Samples(0, [3, 4]), buffer);
        using var scope = NewDisposeScope();
        var batch = buffer.ToBatch(CPU);

        Assert.All(batch.Ids.data<long>().ToArray(), id => Assert.Equal(_labelled.Store.Vocabulary.UnknownId, (int)id));
        Assert.Equal([0L, 1L], batch.Targets.data<long>().ToArray());
    }

    public void Dispose() => _labelled.Dispose();

    private LabelledTexts Texts(ClassificationSetup setup) =>
        new(_labelled.Store[Split.Train], LabelKinds.Identity(_labelled.Store), _labelled.Store.Vocabulary, setup);
}
