using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Tasks.Translation;
using Weft.Text;
using Weft.Text.Tokenizers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Translation;

/// <summary>Pairs as examples, by hand; padding that changes nothing; translations that read texts as they were prepared.</summary>
public sealed class TranslationTaskTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly PairStore _pairs = new(PairStore.Pairs);

    [Fact]
    public void Pairs_are_examples_by_the_length_of_target_and_source()
    {
        var pairs = TranslationTask.ExamplesOf(_pairs.Store, PairStore.Setup(context: 5));

        // "b", "b a", the pair with seven words in its source, and "a b c" with six in its target; each target has an end, but the last is cut before it.
        Assert.Equal((4L, 13L, 2, 1), (pairs.Count, pairs.TargetsInEpoch, pairs.Cut, pairs.Empty));
        Assert.Equal([2, 3, 3, 5], Enumerable.Range(0, 4).Select(example => pairs.TargetsOf(7, example)));
        Assert.StartsWith("c c a b c a b", pairs.Excerpt(2), StringComparison.Ordinal);
        Assert.Equal(4, pairs.Difficulties().Length);
        Assert.Equal(
            "2 pairs of the training split have a side that is longer than training.context, 5 tokens: its beginning is seen. 1 pair is left out: a side has no token.",
            TranslationTask.NoteOf(pairs, 5));
        Assert.Null(TranslationTask.NoteOf(new TranslationPairs(_pairs.Store[Split.Test], _pairs.Store.Vocabulary, PairStore.Setup()), 16));
    }

    [Theory]
    [InlineData(PaddingSide.Right)]
    [InlineData(PaddingSide.Left)]
    public void The_encoder_reads_the_source_and_the_decoder_the_target_behind_an_end(PaddingSide side)
    {
        var buffer = new BatchBuffer();
        TranslationTask.ExamplesOf(_pairs.Store, PairStore.Setup(side: side)).Read(new Samples(0, [0, 3]), buffer);
        var batch = buffer.ToBatch(CPU);

        var (vocabulary, end) = (_pairs.Store.Vocabulary, (long)_pairs.Store.Vocabulary.EndOfTextId);
        long Id(string word) => vocabulary.TryGetId(word, out var id) ? id : throw new ArgumentException(word, nameof(word));
        var right = side == PaddingSide.Right;
        long[] a = [Id("a"), end];
        long[] inputs = [end, Id("a")];
        Assert.Equal(right ? [.. a, .. Padding(-100, 5)] : [.. Padding(-100, 5), .. a], Row(batch.Targets, 0));
        Assert.Equal(right ? [.. inputs, .. Padding(end, 5)] : [.. Padding(end, 5), .. inputs], Row(batch.Ids, 0));
        long[] source = [Id("b"), end];
        Assert.Equal(right ? [.. source, .. Padding(end, 2)] : [.. Padding(end, 2), .. source], Row(batch.Source!.Ids, 0));
        Assert.Equal([Id("a"), Id("b"), Id("c"), end], Row(batch.Source.Ids, 1));
        Assert.Equal([.. "cbabca".Select(letter => Id($"{letter}")), end], Row(batch.Targets, 1));
        Assert.Equal(right ? null : [2, 0], batch.Source.Starts);
        Assert.Equal(right ? [2, 4] : null, batch.Source.Ends);
    }

    [Theory]
    [InlineData(PaddingSide.Right)]
    [InlineData(PaddingSide.Left)]
    public void Padding_on_either_side_changes_neither_losses_nor_translations(PaddingSide side)
    {
        using var task = _pairs.CreateTask(PairStore.Setup(side: side));
        var examples = Enumerable.Range(0, (int)task.Examples.Count).Select(example => (long)example).ToArray();
        var alone = examples.Select(example => task.Measure(ExampleBatch.Of(task.Examples, [example]))).ToList();
        var together = task.Measure(ExampleBatch.Of(task.Examples, examples));

        Assert.Equal(alone.Sum(one => one.Loss), together.Loss, 1e-4);
        Assert.Equal(alone.Sum(one => one.Targets), together.Targets);
        var translator = new TextTranslator((EncoderDecoderModel)task.Model, _pairs.Store.Vocabulary, PairStore.Setup(side: side) with { Batch = 8 });
        string[] texts = ["a", "b c a", " ", "c", "a a a a b", "b\nc"];
        var translations = translator.Translate(texts);
        Assert.Null(translations[2]);
        Assert.All(texts.Zip(translations), text => Assert.Equal(translator.Translate(text.First), text.Second));
        Assert.True(translations.Distinct().Count() > 2, string.Join('|', translations));
    }

    [Theory]
    [InlineData("blanks")]
    [InlineData("characters")]
    [InlineData("bpe:262")]
    public void A_text_is_read_as_the_sources_that_were_prepared(string tokenizer)
    {
        using var prepared = new PairStore(tokenizer, [.. PairStore.Pairs.Where(pair => pair.Target != " ")]);
        using var model = prepared.CreateModel();
        var setup = PairStore.Setup(context: 12) with { Tokenizer = TokenizerFactory.Create(prepared.Store.TokenizerFolder is { } folder ? $"bpe:{folder}" : tokenizer), Batch = 4 };
        var pairs = new TranslationPairs(prepared.Store[Split.Train], prepared.Store.Vocabulary, setup);
        var batch = ExampleBatch.Of(pairs, [0, 1, 2, 3]).Buffer.ToBatch(CPU);

        var expected = new BeamSearch(model, prepared.Store.Vocabulary, setup.Beams, setup.Context).Translate(batch.Source!)
            .Select(tokens => EncodedText.Decode(tokens, setup.Tokenizer, prepared.Store.Vocabulary).Trim().ReplaceLineEndings(" "));
        var sources = Enumerable.Range(0, 4).Select(example => EncodedText.Decode(pairs.TokensOf(example).Source, setup.Tokenizer, prepared.Store.Vocabulary)).ToList();

        Assert.Equal(["a b c", "b", "b a", "c c a b c a b"], sources.Select(source => source.Trim()).Order(StringComparer.Ordinal));
        Assert.Equal(expected, new TextTranslator(model, prepared.Store.Vocabulary, setup).Translate(sources));
        Assert.Null(new TextTranslator(model, prepared.Store.Vocabulary, setup).Translate(" \n"));
    }

    [Fact]
    public void Words_are_taken_out_of_both_sides_and_of_no_target()
    {
        var whole = ExampleBatch.Of(TranslationTask.ExamplesOf(_pairs.Store, PairStore.Setup()), [0, 1, 2, 3]).Buffer.ToBatch(CPU);
        var cut = ExampleBatch.Of(TranslationTask.ExamplesOf(_pairs.Store, PairStore.Setup() with { WordDropout = 0.5 }), [0, 1, 2, 3]).Buffer.ToBatch(CPU);

        Assert.True(whole.Targets.Equals(cut.Targets));
        Assert.False(whole.Ids.Equals(cut.Ids));
        Assert.False(whole.Source!.Ids.Equals(cut.Source!.Ids));
    }

    [Fact]
    public void Too_few_pairs_fill_no_batch() => Assert.Equal(
        $"The training split has 4 pairs with a token on both sides; one batch takes 5.{Environment.NewLine}Give more text, or lower training.batch.",
        Assert.Throws<InvalidDataException>(() => TranslationTask.ExamplesOf(_pairs.Store, PairStore.Setup() with { Batch = 5 })).Message);

    [Fact]
    public void Tokens_of_targets_are_counted_and_no_others()
    {
        var (counts, vocabulary) = (TranslationPairs.CountTargets(_pairs.Store[Split.Train], _pairs.Store.Vocabulary, source: null), _pairs.Store.Vocabulary);

        Assert.Equal([5L, 4, 2, 5], new[] { "a", "b", "c", vocabulary[vocabulary.EndOfTextId] }.Select(word => vocabulary.TryGetId(word, out var id) ? counts[id] : -1));
    }

    public void Dispose()
    {
        _pairs.Dispose();
        _scope.Dispose();
    }

    private static long[] Padding(long value, int count) => [.. Enumerable.Repeat(value, count)];

    private static long[] Row(Tensor rows, int row) => rows[row].contiguous().data<long>().ToArray();
}
